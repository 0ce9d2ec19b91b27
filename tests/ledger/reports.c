/* Reports made up for tests; see reports.h.  All texts were written for this file.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reports.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

uint64_t made_random(uint64_t *seed)
{
    uint64_t z = *seed += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static unsigned below(uint64_t *seed, unsigned n) { return (unsigned)(made_random(seed) % n); }

static const char *const places[] = {
    "Kandahar", "Mosul", "Nairobi", "Kaduna", "Mogadishu", "Karachi", "Bogota", "Manila", "Kabul", "Baghdad",
    "Lagos", "Peshawar", "Damascus", "Aleppo", "Tripoli", "Benghazi", "Khartoum", "Juba", "Goma", "Kampala",
    "Mombasa", "Quetta", "Lahore", "Herat", "Basra", "Kirkuk", "Maiduguri", "Kano", "Bamako", "Ouagadougou",
    "Dayton, Ohio", "Chicago", "Houston, Texas", "Oakland, California", "Tampa, Florida", "Memphis, Tennessee"};
static const char *const groups[] = {"the Taliban", "Islamic State", "al-Shabaab", "Boko Haram", "unknown gunmen", "the PKK"};
static const char *const speakers[] = {"police", "hospital officials", "the governor", "witnesses", "the army"};
static const char *const sites[] = {"a market", "a mosque", "a police station", "a bus stop", "a hotel", "a school"};
static const char *const publishers[] = {"Example Gazette", "Example Wire", "Morning Example", "Example Radio"};
static const char *const days[] = {"Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"};
static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/* A day number as a date; 28 days a month are enough here. */
static void put_date(char *out, size_t room, unsigned day, const char *time)
{
    (void)snprintf(out, room, "%04u-%02u-%02u%s", 1945 + day / 336 % 78, 1 + day / 28 % 12, 1 + day % 28, time);
}

static int days_to_weekday(unsigned day)
{
    unsigned year = 1945 + day / 336 % 78, month = 1 + day / 28 % 12, date = 1 + day % 28;
    static const int shift[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4}; // Sakamoto 1992
    unsigned y = year - (month < 3);
    return (int)((y + y / 4 - y / 100 + y / 400 + (unsigned)shift[month - 1] + date) % 7); // 0 Sunday
}

static const char *weekday(unsigned day) { return days[(days_to_weekday(day) + 3) % 7]; }

typedef struct happening {
    const char *town;
    unsigned    group, site, day, killed, wounded, kind;
    char     street[16], first[16], last[16]; // of its own: names are what tells incidents apart
} happening;

/* A name of three syllables. */
static void put_name(char *out, size_t room, uint64_t *seed)
{
    static const char *const syllables[] = {"ba", "ko", "ri", "ma", "ten", "lu", "sa", "dor", "vi", "na", "gul", "pe",
                                            "zar", "hi", "mo", "qa", "del", "fe", "ju", "ran", "to", "wes", "bel", "ny"};
    (void)snprintf(out, room, "%s%s%s", syllables[below(seed, COUNT(syllables))], syllables[below(seed, COUNT(syllables))],
                   syllables[below(seed, COUNT(syllables))]);
    out[0] = (char)(out[0] - 32);
}

/* What has nothing to do with violence: no two alike. */
static void put_quiet(made_report *r, const char *place, const char *on, uint64_t *seed)
{
    static const char *const did[] = {"planted", "restored", "sold", "bought", "counted", "painted", "published", "tested",
                                      "exhibited", "repaired", "lent", "measured", "catalogued", "auctioned"};
    static const char *const then[] = {"Visitors are welcome", "The mayor will speak", "Tickets go on sale", "Lessons begin",
                                       "The jury meets", "A concert is planned", "Rain is expected", "Entries close"};
    char        name[16], other[16], a[16], c[16]; // words of its own: what it is about
    const char *b = did[below(seed, COUNT(did))];
    const char *d = then[below(seed, COUNT(then))];
    unsigned    many = 10 + below(seed, 900);
    put_name(name, sizeof name, seed);
    put_name(other, sizeof other, seed);
    put_name(a, sizeof a, seed);
    put_name(c, sizeof c, seed);
    c[0] = (char)(c[0] + 32);
    switch (below(seed, 6)) {
    case 0:
        (void)snprintf(r->text, sizeof r->text, "The %s of %s has %s %u %s. %s on %s.", a, place, b, many, c, d, on);
        break;
    case 1:
        (void)snprintf(r->text, sizeof r->text, "%s, long known for its %s, hopes for more guests this summer: %s %s, who runs the %s, speaks of %u bookings.",
                       place, c, name, other, a, many);
        break;
    case 2:
        (void)snprintf(r->text, sizeof r->text, "\"We %s everything ourselves\", says %s of the %s in %s. Its %s are shown from %s on.", b, name, a, place, c, on);
        break;
    case 3:
        (void)snprintf(r->text, sizeof r->text, "A prize worth %u euros goes to %s %s for a book about %s and the %s. %s.", many, name, other, c, a, d);
        break;
    case 4:
        (void)snprintf(r->text, sizeof r->text, "%s. Fans from %s travelled %u kilometres to see %s win; the %s lent them its %s.", d, place, many, name, a, c);
        break;
    default:
        (void)snprintf(r->text, sizeof r->text, "Prices of %s rose by %u per cent, traders in %s report. The %s %s less than last year, and %s expects no change before %s.",
                       c, many % 40, place, a, b, name, on);
        break;
    }
}

static void put_text(made_report *r, const happening *h, unsigned style, unsigned published, uint64_t *seed)
{
    const char *place = h->town, *group = groups[h->group], *site = sites[h->site];
    const char *speaker = speakers[below(seed, COUNT(speakers))], *on = weekday(h->day);
    unsigned    later = h->killed + published - h->day;
    switch (style) {
    case 0:
        (void)snprintf(r->text, sizeof r->text,
                       "Gunmen killed %u people and wounded %u at %s in %s on %s, %s said. The government blamed %s for the attack.",
                       h->killed, h->wounded, site, place, on, speaker, group);
        break;
    case 1:
        (void)snprintf(r->text, sizeof r->text,
                       "A bomb exploded near %s in %s on %s, killing at least %u people, %s said. %s said it was behind the bombing.",
                       site, place, on, h->killed, speaker, group);
        break;
    case 2:
        (void)snprintf(r->text, sizeof r->text,
                       "The death toll of the attack at %s in %s on %s has risen to %u, %s said. %u people were injured. %s denied any part in it.",
                       site, place, on, later, speaker, h->wounded + 1, group);
        break;
    case 3:
        (void)snprintf(r->text, sizeof r->text,
                       "Residents of %s buried the dead of %s's shooting at %s. In %s %u, rebels attacked the village of %s and killed %u people.",
                       place, on, site, months[h->day % 12], 1900 + h->day % 40, h->street, 3 + h->wounded);
        break;
    default:
        put_quiet(r, place, on, seed);
        break;
    }
}

/* Who was hurt, and where: the same in all reports of an incident. */
static void put_details(made_report *r, const happening *h, unsigned style, uint64_t *seed)
{
    size_t used = strlen(r->text);
    if (style > 3 || below(seed, 4) == 0)
        return;
    (void)snprintf(r->text + used, sizeof r->text - used, " %s %s, a %u-year-old from %s Street, was among the victims.", h->first,
                   h->last, 18 + h->wounded, h->street);
}

/* Undated reports may belong to any time, so in sets that span decades there are none. */
static void put_head(made_report *r, size_t i, unsigned publisher, unsigned published, bool may_be_undated, uint64_t *seed)
{
    (void)snprintf(r->id, sizeof r->id, "r%zu", i);
    (void)snprintf(r->publisher, sizeof r->publisher, "%s", publishers[publisher]);
    (void)snprintf(r->url, sizeof r->url, "https://%u.example.org/%zu", publisher, i);
    static const char *const times[] = {"", "", "T06:30:00Z", "T18:00:00+03:00"};
    put_date(r->published, sizeof r->published, published, times[below(seed, COUNT(times))]);
    if (may_be_undated && below(seed, 12) == 0)
        r->published[0] = 0;
}

static void link_up(made_report *r)
{
    r->in = (sr_report_input){.id = r->id, .url = r->url[0] ? r->url : NULL, .publisher = r->publisher,
                              .published = r->published[0] ? r->published : NULL, .title = r->title[0] ? r->title : NULL,
                              .text = r->text, .text_len = strlen(r->text)};
}

/* Where and when the incidents of a set are. */
typedef struct setting {
    const char *const *towns;
    unsigned           n_towns, day, days;
    bool               stream; // the first towns see the most; no undated reports
} setting;

static const char *pick_town(const setting *where, uint64_t *seed)
{
    unsigned n = below(seed, where->n_towns);
    return where->towns[where->stream ? (unsigned)((uint64_t)n * n / where->n_towns) : n];
}

static void begin_happening(happening *h, const setting *where, uint64_t *seed)
{
    const char *town = pick_town(where, seed);
    *h = (happening){.town = town, .group = below(seed, COUNT(groups)), .site = below(seed, COUNT(sites)),
                     .day = where->day + below(seed, where->days), .killed = 1 + below(seed, 12), .wounded = below(seed, 20),
                     .kind = below(seed, 2)};
    put_name(h->street, sizeof h->street, seed);
    put_name(h->first, sizeof h->first, seed);
    put_name(h->last, sizeof h->last, seed);
}

static void make(made_report *out, size_t n, uint64_t seed, const setting *where)
{
    happening h = {.kind = 9};
    for (size_t i = 0; i < n; i++) {
        made_report *r = &out[i];
        memset(r, 0, sizeof *r);
        if (i == 0 || below(&seed, 3) == 0)
            begin_happening(&h, where, &seed);
        unsigned published = h.day + 1 + below(&seed, 3), style = below(&seed, 8);
        put_head(r, i, below(&seed, COUNT(publishers)), published, !where->stream, &seed);
        style = style < 2 || style == 6 ? h.kind : style < 5 ? 2 : style == 5 ? 3 : 4;
        put_text(r, &h, style, published, &seed);
        put_details(r, &h, style, &seed);
        if (below(&seed, 3) == 0)
            (void)snprintf(r->title, sizeof r->title, "%s: what is known", h.town);
        unsigned odd = i ? below(&seed, 10) : 9;
        const made_report *other = &out[i ? i - 1 - below(&seed, i < 4 ? (unsigned)i : 4) : 0];
        if (odd == 0) // a copy elsewhere
            memcpy(r->text, other->text, sizeof r->text);
        else if (odd == 1) { // another version at the same address
            memcpy(r->url, other->url, sizeof r->url);
            memcpy(r->publisher, other->publisher, sizeof r->publisher);
        } else if (odd == 2) { // the same report under another name
            *r = *other;
            (void)snprintf(r->id, sizeof r->id, "again%zu", i);
        }
        link_up(r);
    }
}

void made_set(made_report *out, size_t n, uint64_t seed, unsigned spread)
{
    setting where = {.towns = places, .n_towns = spread ? spread : 4, .day = spread ? 0 : 24200, .days = spread ? spread : 6};
    make(out, n, seed, &where);
}

void made_stream(made_report *out, size_t n, uint64_t seed, unsigned from, unsigned n_days, const char *const *towns,
                 unsigned n_towns)
{
    setting where = {.towns = towns, .n_towns = n_towns, .day = from, .days = n_days, .stream = true};
    make(out, n, seed, &where);
}

void made_shuffle(made_report **order, size_t n, uint64_t *seed)
{
    for (size_t i = n; i > 1; i--) {
        size_t       k = made_random(seed) % i;
        made_report *moved = order[i - 1];
        order[i - 1] = order[k];
        order[k] = moved;
    }
}
