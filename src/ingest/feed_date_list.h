/* Words of dates: months, zones, and what may be passed over.  MONTH(number, words), lower case as
 * sr_utf8_fold gives it, a space between; ZONE(minutes east of UTC, words).
 *
 * Zones that mean several things (IST: India, Israel, Ireland) are left out: the offset is then unknown.
 * "AT" to "PT" without S or D are winter time, as feed readers have it.
 * SPDX-License-Identifier: Apache-2.0 */
MONTH(1, "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari január ιανουάριος ιανουαρίου ιαν"
         " января янв ocak stycznia sty leden ledna")
MONTH(2, "february feb febr februar février févr fév febrero febbraio fevereiro fev februari február φεβρουάριος"
         " φεβρουαρίου φεβ февраля фев şubat lutego lut únor února")
MONTH(3, "march mar märz mär mrz mars marzo março marco maart mrt március márc μάρτιος μαρτίου μαρ марта мар mart"
         " marca březen března maret")
MONTH(4, "april apr avril avr abril abr aprile április ápr απρίλιος απριλίου απρ апреля апр nisan kwietnia kwi duben dubna")
MONTH(5, "may mai mayo maggio mag maio mei május máj μάιος μαΐου μαϊ μάι μαι мая май mayıs maja květen května maj")
MONTH(6, "june jun juni juin junio giugno giu junho június jún ιούνιος ιουνίου ιούν ιουν ιον июня июн haziran czerwca cze"
         " červen června")
MONTH(7, "july jul juli juillet juil julio luglio lug julho július júl ιούλιος ιουλίου ιούλ ιουλ ιολ июля июл temmuz"
         " lipca lip červenec července")
MONTH(8, "august aug août aout agosto ago augustus augusztus αύγουστος αυγούστου αύγ αυγ августа авг ağustos sierpnia"
         " sie srpen srpna agustus")
MONTH(9, "september sep sept septembre septiembre set settembre setembro szeptember σεπτέμβριος σεπτεμβρίου σεπ"
         " сентября сен сент eylül września wrz září")
MONTH(10, "october oct oktober okt octobre octubre ottobre ott outubro out október οκτώβριος οκτωβρίου οκτ октября окт"
          " ekim października paź říjen října")
MONTH(11, "november nov novembre noviembre novembro νοέμβριος νοεμβρίου νοέμ νοεμ νοε ноября ноя kasım listopada lis"
          " listopad listopadu")
MONTH(12, "december dec dezember dez décembre déc diciembre dic dicembre dezembro δεκέμβριος δεκεμβρίου δεκ декабря дек"
          " aralık grudnia gru prosinec prosince desember")
ZONE(0, "z ut utc gmt etc/gmt etc/utc wet uct universal zulu")
ZONE(60, "bst west cet met mez")
ZONE(120, "cest mest mesz eet sast")
ZONE(180, "eest msk")
ZONE(240, "msd gst")
ZONE(420, "wib")
ZONE(480, "hkt sgt awst")
ZONE(540, "jst kst")
ZONE(570, "acst")
ZONE(600, "aest")
ZONE(630, "acdt")
ZONE(660, "aedt")
ZONE(720, "nzst")
ZONE(780, "nzdt")
ZONE(-150, "ndt")
ZONE(-180, "adt brt art")
ZONE(-210, "nst")
ZONE(-240, "ast at edt")
ZONE(-300, "est et cdt")
ZONE(-360, "cst ct mdt")
ZONE(-420, "mst mt pdt")
ZONE(-480, "pst pt akdt")
ZONE(-540, "akst")
ZONE(-600, "hst")
#undef MONTH
#undef ZONE
