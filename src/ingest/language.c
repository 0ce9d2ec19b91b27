/* The language of a text; see language.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/language.h"

#include "base/utf8.h"

#define WORD_BYTES 24u
#define FEW 4.0       // points that a language needs at least
#define RATE 0.12     // and in each word
#define MARGIN 1.15   // times as many as the second

typedef enum language {
#define X(code, name) LANGUAGE_##code,
#include "ingest/language_list.h"
#undef X
    LANGUAGES
} language;

static const struct {
    const char *code, *name;
} latin[] = {
#define X(code, name) {#code, name},
#include "ingest/language_list.h"
#undef X
};

typedef struct word_row {
    sr_str   word;
    uint64_t languages; // bits
} word_row;

#define L(code) (UINT64_C(1) << LANGUAGE_##code)
static const word_row words[] = {
#define X(word, languages) {{(const uint8_t *)(word), sizeof(word) - 1}, languages},
#include "ingest/language_word_list.h"
#undef X
};
#undef L

/* ---------------------------------------------------------------------- letters */

typedef enum script {
    LATIN, CYRILLIC, ARABIC, HAN, KANA, HANGUL, GREEK, HEBREW, THAI, DEVANAGARI, BENGALI, TAMIL, TELUGU, GUJARATI, PUNJABI,
    KANNADA, MALAYALAM, SINHALA, BURMESE, KHMER, LAO, GEORGIAN, ARMENIAN, ETHIOPIC, SCRIPTS
} script;

static const struct {
    uint32_t first, last;
    uint8_t  script;
} ranges[] = {{0x41, 0x24F, LATIN},        {0x1E00, 0x1EFF, LATIN},     {0x370, 0x3FF, GREEK},       {0x1F00, 0x1FFF, GREEK},
              {0x400, 0x52F, CYRILLIC},    {0x530, 0x58F, ARMENIAN},    {0x590, 0x5FF, HEBREW},      {0x600, 0x6FF, ARABIC},
              {0x750, 0x77F, ARABIC},      {0xFB50, 0xFDFF, ARABIC},    {0xFE70, 0xFEFF, ARABIC},    {0x900, 0x97F, DEVANAGARI},
              {0x980, 0x9FF, BENGALI},     {0xA00, 0xA7F, PUNJABI},     {0xA80, 0xAFF, GUJARATI},    {0xB80, 0xBFF, TAMIL},
              {0xC00, 0xC7F, TELUGU},      {0xC80, 0xCFF, KANNADA},     {0xD00, 0xD7F, MALAYALAM},   {0xD80, 0xDFF, SINHALA},
              {0xE00, 0xE7F, THAI},        {0xE80, 0xEFF, LAO},         {0x1000, 0x109F, BURMESE},   {0x10A0, 0x10FF, GEORGIAN},
              {0x1200, 0x139F, ETHIOPIC},  {0x1780, 0x17FF, KHMER},     {0x3040, 0x30FF, KANA},      {0x3400, 0x9FFF, HAN},
              {0xAC00, 0xD7A3, HANGUL},    {0x1100, 0x11FF, HANGUL}};

/* The language of a script, where it has one that is by far the most frequent. */
static const char *const of_script[SCRIPTS] = {
    [CYRILLIC] = "ru",   [ARABIC] = "ar",   [HAN] = "zh",      [KANA] = "ja",     [HANGUL] = "ko",   [GREEK] = "el",
    [HEBREW] = "he",     [THAI] = "th",     [DEVANAGARI] = "hi", [BENGALI] = "bn", [TAMIL] = "ta",   [TELUGU] = "te",
    [GUJARATI] = "gu",   [PUNJABI] = "pa",  [KANNADA] = "kn",  [MALAYALAM] = "ml", [SINHALA] = "si", [BURMESE] = "my",
    [KHMER] = "km",      [LAO] = "lo",      [GEORGIAN] = "ka", [ARMENIAN] = "hy", [ETHIOPIC] = "am"};

/* Letters of one language among those of its script. */
static const struct {
    uint32_t    letter;
    uint8_t     script;
    const char *code;
} letters[] = {{0x457, CYRILLIC, "uk"}, {0x454, CYRILLIC, "uk"}, {0x45E, CYRILLIC, "be"}, {0x452, CYRILLIC, "sr"}, {0x45B, CYRILLIC, "sr"},
               {0x453, CYRILLIC, "mk"}, {0x45C, CYRILLIC, "mk"}, {0x4D9, CYRILLIC, "kk"}, {0x4E9, CYRILLIC, "kk"},
               {0x67E, ARABIC, "fa"},   {0x6AF, ARABIC, "fa"},   {0x698, ARABIC, "fa"},   {0x6CC, ARABIC, "fa"},   {0x679, ARABIC, "ur"},
               {0x6D2, ARABIC, "ur"},   {0x688, ARABIC, "ur"},   {0x691, ARABIC, "ur"},   {0x681, ARABIC, "ps"},   {0x6D0, ARABIC, "ps"},
               {0x69A, ARABIC, "ps"}};

#define LETTERS (sizeof letters / sizeof letters[0])

typedef struct census {
    uint32_t scripts[SCRIPTS], all;
    uint32_t letters[LETTERS];
    uint32_t hard_sign, yo; // of Bulgarian, of Russian
    double   points[LANGUAGES];
    uint32_t words;
} census;

static void count_letter(census *c, uint32_t cp)
{
    for (size_t i = 0; i < SR_COUNT(ranges); i++) {
        if (cp < ranges[i].first || cp > ranges[i].last)
            continue;
        c->scripts[ranges[i].script]++;
        c->all++;
        break;
    }
    if (cp < 0x400)
        return;
    c->hard_sign += cp == 0x44A;
    c->yo += cp == 0x44B || cp == 0x44D; // ы, э
    for (size_t i = 0; i < LETTERS; i++)
        c->letters[i] += letters[i].letter == cp;
}

/* ------------------------------------------------------------------------ words */

static void count_word(census *c, sr_str word)
{
    size_t low = 0, high = SR_COUNT(words);
    c->words++;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int    order = sr_str_cmp(words[middle].word, word);
        if (order == 0) {
            uint64_t set = words[middle].languages;
            int      shared = __builtin_popcountll(set);
            for (size_t i = 0; i < LANGUAGES; i++)
                c->points[i] += set >> i & 1 ? 1.0 / shared + 0.25 : 0; // a shared word still speaks for its languages
            return;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
}

static void take_census(census *c, sr_str text)
{
    uint8_t word[WORD_BYTES + 4];
    size_t  len = 0, n;
    text = sr_str_slice(text, 0, SR_LANGUAGE_LOOK);
    for (size_t i = 0; i <= text.len; i += n) {
        n = 1;
        if (i < text.len && sr_is_alpha(text.ptr[i])) { // most letters
            c->scripts[LATIN]++;
            c->all++;
            if (len < WORD_BYTES)
                word[len++] = sr_to_lower(text.ptr[i]);
            continue;
        }
        uint32_t cp = i < text.len ? sr_utf8_read(text, i, &n) : ' ';
        bool     is = cp < 0x80 ? sr_is_alpha((uint8_t)cp) || (cp == '\'' && len > 0) : cp != SR_UTF8_INVALID && sr_utf8_is_letter(cp);
        if (cp == 0x2019)
            cp = '\'', is = len > 0;
        if (is) {
            if (cp != '\'')
                count_letter(c, cp);
            if (len < WORD_BYTES)
                len += sr_utf8_write(cp == 0x130 ? 'i' : sr_utf8_lower(cp), word + len);
        } else if (len) {
            count_word(c, sr_str_from(word, len));
            len = 0;
        }
    }
}

static const char *by_words(const census *c)
{
    size_t best = 0, second = 1;
    for (size_t i = 1; i < LANGUAGES; i++) {
        if (c->points[i] > c->points[best]) {
            second = best;
            best = i;
        } else if (i != best && (second == best || c->points[i] > c->points[second])) {
            second = i;
        }
    }
    if (c->points[best] < FEW || c->points[best] < RATE * c->words || c->points[best] < MARGIN * c->points[second])
        return "";
    return latin[best].code;
}

static const char *by_letters(const census *c, script s)
{
    if (s == HAN && c->scripts[KANA] * 20 > c->scripts[HAN])
        return "ja";
    size_t best = LETTERS;
    for (size_t i = 0; i < LETTERS; i++)
        if (letters[i].script == s && c->letters[i] * 200 > c->scripts[s] && (best == LETTERS || c->letters[i] > c->letters[best]))
            best = i;
    /* Urdu has the letters of Persian and some of its own. */
    for (size_t i = 0; best < LETTERS && strcmp(letters[best].code, "fa") == 0 && i < LETTERS; i++)
        if (c->letters[i] * 200 > c->scripts[s] && strcmp(letters[i].code, "fa") != 0)
            best = i;
    if (best < LETTERS)
        return letters[best].code;
    if (s == CYRILLIC && c->yo == 0 && c->hard_sign * 300 > c->scripts[s])
        return "bg";
    return of_script[s];
}

const char *sr_language_of(sr_str text)
{
    census c = {0};
    take_census(&c, text);
    size_t most = 0;
    for (size_t i = 1; i < SCRIPTS; i++)
        if (c.scripts[i] > c.scripts[most])
            most = i;
    if (c.all < 12 || c.scripts[most] * 2 < c.all)
        return "";
    return most == LATIN ? by_words(&c) : by_letters(&c, (script)most);
}

/* ------------------------------------------------------------------------ names */

static sr_str primary(sr_str code)
{
    size_t n = 0;
    while (n < code.len && sr_is_alpha(code.ptr[n]))
        n++;
    return sr_str_slice(code, 0, n);
}

sr_str sr_language_name(sr_str code)
{
    static const struct {
        const char *code, *name;
    } others[] = {{"ru", "Russian"}, {"uk", "Ukrainian"}, {"be", "Belarusian"}, {"sr", "Serbian"}, {"mk", "Macedonian"}, {"bg", "Bulgarian"},
                  {"kk", "Kazakh"},  {"ar", "Arabic"},    {"fa", "Persian"},    {"ur", "Urdu"},    {"ps", "Pashto"},     {"zh", "Chinese"},
                  {"ja", "Japanese"}, {"ko", "Korean"},   {"el", "Greek"},      {"he", "Hebrew"},  {"th", "Thai"},       {"hi", "Hindi"},
                  {"bn", "Bengali"}, {"ta", "Tamil"},     {"te", "Telugu"},     {"my", "Burmese"}, {"km", "Khmer"},      {"ka", "Georgian"},
                  {"hy", "Armenian"}, {"am", "Amharic"},  {"nb", "Norwegian"},  {"nn", "Norwegian"}};
    sr_str p = primary(code);
    for (size_t i = 0; i < SR_COUNT(latin); i++)
        if (sr_str_eq_case(p, sr_str_c(latin[i].code)))
            return sr_str_c(latin[i].name);
    for (size_t i = 0; i < SR_COUNT(others); i++)
        if (sr_str_eq_case(p, sr_str_c(others[i].code)))
            return sr_str_c(others[i].name);
    return code;
}

bool sr_language_is_english(sr_str code)
{
    sr_str p = primary(code);
    return p.len == 0 || sr_str_eq_case(p, SR_STR("en")) || sr_str_eq_case(p, SR_STR("eng")) || sr_str_eq_case(p, SR_STR("english")) ||
           sr_str_eq_case(p, SR_STR("und")) || sr_str_eq_case(p, SR_STR("mul"));
}
