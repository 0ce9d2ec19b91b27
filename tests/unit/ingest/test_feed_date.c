/* Dates of feeds: forms met in the wild, and what must stay unknown.
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "ingest/feed_date.h"

static void test_forms(void **state)
{
    static const char *const rows[][2] = {
        {"Tue, 05 Mar 2019 07:08:09 GMT", "2019-03-05T07:08:09Z"},
        {"Tue, 5 Mar 19 07:08 +0230", "2019-03-05T04:38:00Z"},
        {"5 Mar 2019", "2019-03-05T00:00:00Z"},
        {"Tue, 05 Mar 2019 07:08:09 EDT", "2019-03-05T11:08:09Z"},
        {"Tue, 05 Mar 2019 07:08:09 AT", "2019-03-05T11:08:09Z"},
        {"Tue, 05 Mar 2019 07:08:09 GMT+02:00", "2019-03-05T05:08:09Z"},
        {"Tue, 05 Mar 2019 07:08:09 -0500 (EST)", "2019-03-05T12:08:09Z"},
        {"Tue Mar 05 2019 07:08:09 GMT+0100 (Central European Standard Time)", "2019-03-05T06:08:09Z"},
        {"Tue Mar  5 07:08:09 2019", "2019-03-05T07:08:09Z"},
        {"Tue Mar 05 07:08:09 +0000 2019", "2019-03-05T07:08:09Z"},
        {"Tue, 2019/03/05 07:08:09 EST", "2019-03-05T12:08:09Z"},
        {"March 5th, 2019 at 7:08 pm", "2019-03-05T19:08:00Z"},
        {"12:30 AM, 5 March 2019", "2019-03-05T00:30:00Z"},
        {"2019-03-05T07:08:09.123456+10:00", "2019-03-04T21:08:09Z"},
        {"2019-03-05T07:08:09Z", "2019-03-05T07:08:09Z"},
        {"2019-03-05T07:08+05", "2019-03-05T02:08:00Z"},
        {"2019-03-05 07:08:09 -00:30", "2019-03-05T07:38:09Z"},
        {"2019-003-05T07:08:09Z", "2019-03-05T07:08:09Z"},
        {"2019-03-05T24:00:00Z", "2019-03-06T00:00:00Z"},
        {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"},
        {"20190305T070809Z", "2019-03-05T07:08:09Z"},
        {"20190305", "2019-03-05T00:00:00Z"},
        {"19-03-05", "2019-03-05T00:00:00Z"},
        {"190305", "2019-03-05T00:00:00Z"},
        {"-1903", "2019-03-01T00:00:00Z"},
        {"-19-03", "2019-03-01T00:00:00Z"},
        {"19064", "2019-03-05T00:00:00Z"},
        {"2019-064", "2019-03-05T00:00:00Z"},
        {"2019-W10-2", "2019-03-05T00:00:00Z"},
        {"2019-03", "2019-03-01T00:00:00Z"},
        {"2019", "2019-01-01T00:00:00Z"},
        {"1551769689", "2019-03-05T07:08:09Z"},
        {"05.03.2019 07:08", "2019-03-05T07:08:00Z"},
        {"25/03/2019", "2019-03-25T00:00:00Z"},
        {"05-Mar-2019", "2019-03-05T00:00:00Z"},
        {"5. März 2019, 07:08 Uhr", "2019-03-05T07:08:00Z"},
        {"mardi 5 mars 2019 07:08:09 +0100", "2019-03-05T06:08:09Z"},
        {"mar. 5 mars 2019", "2019-03-05T00:00:00Z"},
        {"martes, 5 de marzo de 2019", "2019-03-05T00:00:00Z"},
        {"Τρι, 05 Μαρ 2019 07:08:09 EST", "2019-03-05T12:08:09Z"},
        {"2019-március-5T7:08-05:00", "2019-03-05T12:08:00Z"},
        {"5 марта 2019 07:08", "2019-03-05T07:08:00Z"},
        {"2019년 03월 05일 07:08:09", "2019-03-04T22:08:09Z"},
        {"2019-03-05 오후 07:08:09", "2019-03-05T10:08:09Z"},
        {"2019年3月5日 07:08", "2019-03-05T07:08:00Z"},
        {"Thu, 01 Jan 0001 00:00:00 +0100", ""},
        {"9999-12-31T23:59:59-23:00", ""},
    };
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_instant at;
        char       utc[SR_UTC_TEXT];
        assert_row(sr_feed_date_read(sr_str_c(rows[i][0]), &at, NULL), rows[i][0]);
        sr_instant_format_utc(&at, utc);
        if (strcmp(utc, rows[i][1]) != 0)
            fail_msg("\"%s\": got %s, expected %s", rows[i][0], utc, rows[i][1]);
    }
}

static void test_unknown_stays_unknown(void **state)
{
    static const char *const rows[] = {
        "", "yesterday", "now", "Tue, 05 zzz 2019 07:08:09 GMT", "Tue, 05 Mar zz 07:08:09 GMT", "Tue, 77 Mar 2019",
        "Tue, 31 Feb 2019 07:08:09 GMT", "Tue, 05 Mar 2019 07:08:09:10 GMT", "Tue, 05 Mar 2019 x:08:09 GMT",
        "Tue, 05 Mar 2019 07:08:x GMT", "2019-03-05T25:08:09Z", "2019-03-05T07:61:09Z", "2019-03-05T07:08:61Z",
        "2019-xx-05", "2019-13-05", "2019-03-05T07:08:09+99:99", "2019-03-05T07:08:09+02:00Tmore", "03/05/2019",
        "019", "19", "32019", "0000-00-00", "07:08", "--03", "March", "5 March", "2019-03-05 07:08:09 tomorrow 12 13"};
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_instant at;
        assert_row(!sr_feed_date_read(sr_str_c(rows[i]), &at, NULL), rows[i]);
        assert_row(at.day == SR_DAY_NONE && !at.has_offset, rows[i]);
    }
}

static void test_offsets_are_told_or_not(void **state)
{
    static const struct {
        const char *text;
        bool        has_offset, whole;
    } rows[] = {{"2019-03-05T07:08:09Z", true, true},
                {"2019-03-05T07:08:09", false, true},
                {"Tue, 05 Mar 2019 07:08:09 XYZ", false, true},
                {"Tue, 05 Mar 2019 07:08:09 IST", false, true},
                {"2019-03", false, false},
                {"March 2019", false, false}};
    (void)state;
    for (size_t i = 0; i < SR_COUNT(rows); i++) {
        sr_instant at;
        bool       whole;
        assert_row(sr_feed_date_read(sr_str_c(rows[i].text), &at, &whole), rows[i].text);
        assert_row(at.has_offset == rows[i].has_offset && whole == rows[i].whole, rows[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_unknown_stays_unknown),
        cmocka_unit_test(test_offsets_are_told_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
