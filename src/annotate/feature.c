/* Views of tokens, keys of features, tables of weights; see feature.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "annotate/feature.h"

#include "base/utf8.h"

/* Runs of a shape that are kept: 8 bytes fit one key. */
#define SHAPE_RUNS 8u
/* Longest form whose digits are made alike; longer ones keep their own hash. */
#define DIGIT_FORM 64u

static uint32_t u32_at(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

sr_status sr_sections_open(sr_sections *out, sr_str bytes, sr_error *err)
{
    out->all = bytes;
    out->count = 0;
    if (bytes.len < 8 || ((uintptr_t)bytes.ptr & 7) != 0)
        return sr_error_set(err, SR_E_CORRUPT, NULL, 0, "model block is too short or not aligned");
    uint32_t count = u32_at(bytes.ptr);
    if (count > 64 || 8 + (size_t)count * 8 > bytes.len)
        return sr_error_set(err, SR_E_CORRUPT, NULL, 0, "model block has a bad table");
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *row = bytes.ptr + 8 + (size_t)i * 8;
        uint64_t       offset = u32_at(row);
        uint64_t       len = u32_at(row + 4);
        if ((offset & 7) != 0 || offset + len > bytes.len)
            return sr_error_set(err, SR_E_CORRUPT, NULL, (uint64_t)(row - bytes.ptr),
                                "section %u of a model lies outside it", (unsigned)i);
    }
    out->count = count;
    return SR_OK;
}

sr_str sr_sections_get(const sr_sections *sections, uint32_t i)
{
    if (i >= sections->count)
        return (sr_str){NULL, 0};
    const uint8_t *row = sections->all.ptr + 8 + (size_t)i * 8;
    return sr_str_slice(sections->all, u32_at(row), (size_t)u32_at(row) + u32_at(row + 4));
}

/* Both tables begin with {bits, n} and starts[(1 << bits) + 1]. */
static sr_status buckets_open(sr_str bytes, unsigned *bits, uint32_t *n, const uint32_t **starts,
                              sr_str *rest, sr_error *err)
{
    if (bytes.len < 8 || ((uintptr_t)bytes.ptr & 7) != 0)
        return sr_error_set(err, SR_E_CORRUPT, NULL, 0, "a table of the model is too short");
    *bits = u32_at(bytes.ptr);
    *n = u32_at(bytes.ptr + 4);
    if (*bits < 1 || *bits > 26)
        return sr_error_set(err, SR_E_CORRUPT, NULL, 0, "a table of the model has bad buckets");
    size_t head = 8 + (((size_t)1 << *bits) + 2) * 4;
    if (head > bytes.len)
        return sr_error_set(err, SR_E_CORRUPT, NULL, 0, "a table of the model is cut");
    *starts = (const uint32_t *)(const void *)(bytes.ptr + 8);
    *rest = sr_str_slice(bytes, head, bytes.len);
    return SR_OK;
}

sr_status sr_words_open(sr_words *out, sr_str bytes, sr_error *err)
{
    sr_str    rest;
    sr_status status = buckets_open(bytes, &out->bits, &out->n, &out->starts, &rest, err);
    if (status != SR_OK)
        return status;
    if (rest.len / sizeof(sr_word_entry) < out->n)
        return sr_error_set(err, SR_E_CORRUPT, NULL, 0, "word table of the model is cut");
    out->entries = (const sr_word_entry *)(const void *)rest.ptr;
    return SR_OK;
}

const sr_word_entry *sr_words_find(const sr_words *words, uint64_t hash)
{
    uint32_t bucket = (uint32_t)hash & ((1u << words->bits) - 1);
    uint32_t at = words->starts[bucket];
    uint32_t end = SR_MIN(words->starts[bucket + 1], words->n);
    for (; at < end; at++)
        if (words->entries[at].print == (uint32_t)(hash >> 32))
            return &words->entries[at];
    return NULL;
}

sr_status sr_weights_open(sr_weights *out, sr_str bytes, uint32_t n_labels, sr_error *err)
{
    sr_str    rest;
    sr_status status = buckets_open(bytes, &out->bits, &out->n_bytes, &out->starts, &rest, err);
    if (status != SR_OK)
        return status;
    if (rest.len < out->n_bytes || n_labels == 0 || n_labels > SR_LABELS_MAX)
        return sr_error_set(err, SR_E_CORRUPT, NULL, 0, "table of weights of the model is cut");
    out->bytes = rest.ptr;
    out->n_labels = n_labels;
    return SR_OK;
}

/* Sums of one batch of keys: 16 bits hold what KEYS_AT_ONCE weights of 8 bits can add up to. */
#define KEYS_AT_ONCE 256u
enum { LANES = 8 };
enum { BLOCK = 16 }; // weights of a dense record that are added at a time
typedef int8_t  narrow __attribute__((vector_size(BLOCK)));
typedef int16_t broad __attribute__((vector_size(2 * BLOCK)));
typedef int16_t wide __attribute__((vector_size(2 * LANES)));
typedef int16_t batch[SR_SCORES_ROOM];

/* All labels of a record.  The last block may reach past the labels, into bytes of the next record (`room`
 * of them can be read) and sums that nobody reads. */
static void dense_add(const uint8_t *restrict at, uint32_t n_labels, size_t room, int16_t *restrict out)
{
    uint32_t l = 0, blocks = (n_labels + BLOCK - 1) / BLOCK * BLOCK;
    for (; blocks <= room && l < blocks; l += BLOCK) {
        narrow weights;
        broad  sum;
        memcpy(&weights, at + l, sizeof weights);
        memcpy(&sum, out + l, sizeof sum);
        sum += __builtin_convertvector(weights, broad);
        memcpy(out + l, &sum, sizeof sum);
    }
    for (; l < n_labels; l++)
        out[l] = (int16_t)(out[l] + (int8_t)at[l]);
}

static void sparse_add(const uint8_t *at, const uint8_t *end, int16_t *out)
{
    for (; at < end; at += 2)
        out[at[0]] = (int16_t)(out[at[0]] + (int8_t)at[1]);
}

static void bucket_add(const sr_weights *w, size_t from, size_t end, unsigned print, int16_t *out)
{
    while (from + 4 <= end) { // every record has a weight
        const uint8_t *at = w->bytes + from;
        uint32_t       head = u32_at(at);
        unsigned       count = head >> 16 & 0xFF;
        size_t         next = from + 3 + (count == 255 ? w->n_labels : 2 * count);
        if ((head & 0xFFFF) != print) {
            from = next;
            continue;
        }
        if (next > end)
            return;
        if (count == 255)
            dense_add(at + 3, w->n_labels, w->n_bytes - from - 3, out);
        else
            sparse_add(at + 3, w->bytes + next, out);
        return;
    }
}

/* All buckets' begins are fetched, then all their records, then they are added: cache misses of one kind pass together. */
static void keys_add(const sr_weights *weights, const uint64_t *keys, unsigned n, int16_t *out)
{
    enum { BATCH = 32 };
    uint32_t mask = (1u << weights->bits) - 1;
    for (unsigned from = 0; from < n; from += BATCH) {
        uint32_t first[BATCH], last[BATCH];
        unsigned here = SR_MIN(n - from, (unsigned)BATCH);
        for (unsigned i = 0; i < here; i++)
            __builtin_prefetch(&weights->starts[(uint32_t)keys[from + i] & mask]);
        for (unsigned i = 0; i < here; i++) {
            const uint32_t *start = &weights->starts[(uint32_t)keys[from + i] & mask];
            first[i] = SR_MIN(start[0], weights->n_bytes);
            last[i] = SR_MIN(start[1], weights->n_bytes);
            __builtin_prefetch(weights->bytes + first[i]);
        }
        for (unsigned i = 0; i < here; i++)
            bucket_add(weights, first[i], last[i], (unsigned)(keys[from + i] >> 48), out);
    }
}

void sr_weights_add(const sr_weights *weights, const uint64_t *keys, unsigned n, int32_t *scores)
{
    for (unsigned from = 0; from < n; from += KEYS_AT_ONCE) {
        batch out;
        memset(out, 0, (weights->n_labels + BLOCK) * sizeof *out);
        keys_add(weights, keys + from, SR_MIN(n - from, KEYS_AT_ONCE), out);
        for (uint32_t l = 0; l < weights->n_labels; l++)
            scores[l] += out[l];
    }
}

const sr_view sr_view_outside = {.shape = 1, .place = 2};

static uint32_t stride_of(const sr_weights *weights)
{
    return (weights->n_labels + LANES - 1) & ~(LANES - 1u);
}

void sr_near_begin(sr_near *near, const sr_weights *weights, sr_near_keys *keys, sr_memo *memo, unsigned model,
                   const sr_view *views, uint32_t n)
{
    near->weights = weights;
    near->keys = keys;
    near->memo = memo;
    near->model = (uint8_t)model;
    near->views = views;
    near->n = n;
    near->next = near->hashed = 0;
}

static void near_make(const sr_near *near, const sr_view *view, int16_t *out)
{
    uint32_t stride = stride_of(near->weights);
    for (unsigned place = 0; place < SR_NEAR; place++) {
        uint64_t keys[SR_NEAR_KEYS_MAX];
        batch    one = {0};
        keys_add(near->weights, keys, near->keys(view, place, keys), one);
        memcpy(out + place * stride, one, stride * sizeof *out);
    }
}

static const sr_view *view_at(const sr_near *near, uint32_t place)
{
    return place >= 2 && place - 2 < near->n ? &near->views[place - 2] : &sr_view_outside;
}

static uint64_t rest_of(const sr_near *near, const sr_view *v)
{
    return (uint64_t)near->model << 40 | (uint64_t)v->place << 32 | (uint64_t)v->tags << 16 | v->cluster;
}

static const int16_t *near_sums(const sr_near *near, uint32_t place, int16_t *room)
{
    const sr_view *view = view_at(near, place);
    uint64_t       key[] = {view->word, view->tail, view->head, view->shape, rest_of(near, view)};
    uint64_t       hash = near->hashes[place % SR_NEAR_AHEAD];
    const int16_t *known = near->memo ? sr_memo_find(near->memo, hash, key, sizeof key) : NULL;
    if (known)
        return known;
    near_make(near, view, room);
    if (near->memo)
        known = sr_memo_put(near->memo, hash, key, sizeof key, room, SR_NEAR * stride_of(near->weights) * sizeof *room);
    return known ? known : room;
}

/* Fetch what the memo holds of the places before they are looked at. */
static void fetch_ahead(sr_near *near, uint32_t place)
{
    for (near->hashed = SR_MAX(near->hashed, place); near->hashed < place + SR_NEAR_AHEAD; near->hashed++) {
        const sr_view *v = view_at(near, near->hashed);
        uint64_t       hash = sr_features_key(rest_of(near, v), v->word, v->tail, v->shape);
        near->hashes[near->hashed % SR_NEAR_AHEAD] = hash;
        if (near->memo)
            sr_memo_fetch_slot(near->memo, hash);
    }
    if (near->memo)
        sr_memo_fetch(near->memo, near->hashes[(place + SR_NEAR_AHEAD / 2) % SR_NEAR_AHEAD]);
}

void sr_near_score(sr_near *near, uint32_t i, const uint64_t *keys, unsigned n, int16_t *scores)
{
    uint32_t       stride = stride_of(near->weights);
    const int16_t *from[SR_NEAR];
    for (near->next = SR_MAX(near->next, i); near->next < i + SR_NEAR; near->next++) {
        unsigned slot = near->next % SR_NEAR;
        fetch_ahead(near, near->next);
        near->sums[slot] = near_sums(near, near->next, near->room[slot]);
    }
    for (unsigned place = 0; place < SR_NEAR; place++)
        from[place] = near->sums[(i + place) % SR_NEAR] + place * stride;
    memset(scores + stride, 0, (SR_SCORES_ROOM - stride) * sizeof *scores);
    for (uint32_t l = 0; l < stride; l += LANES) {
        wide sum = {0}, one;
        for (unsigned place = 0; place < SR_NEAR; place++) {
            memcpy(&one, from[place] + l, sizeof one);
            sum += one;
        }
        memcpy(scores + l, &sum, sizeof sum);
    }
    keys_add(near->weights, keys, n, scores);
}

uint32_t sr_scores_best(const int16_t *scores, uint32_t n)
{
    int16_t  top = scores[0];
    uint32_t l = 0;
    wide     most = {top, top, top, top, top, top, top, top};
    for (; l + LANES <= n; l += LANES) {
        wide one;
        memcpy(&one, scores + l, sizeof one);
        wide more = one > most;
        most = (one & more) | (most & ~more);
    }
    for (unsigned k = 0; k < LANES; k++)
        top = SR_MAX(top, most[k]);
    for (; l < n; l++)
        top = SR_MAX(top, scores[l]);
    for (l = 0; scores[l] != top; l++) {}
    return l;
}

/* Letters of a word by case: bit 0 lower, bit 1 upper. */
static unsigned cases_of(sr_str s)
{
    unsigned cases = 0;
    for (size_t i = 0, len = 1; i < s.len; i += len) {
        uint32_t cp = s.ptr[i];
        len = 1;
        if (cp < 0x80) {
            cases |= (unsigned)sr_is_lower((uint8_t)cp) | (unsigned)sr_is_upper((uint8_t)cp) << 1;
            continue;
        }
        cp = sr_utf8_read(s, i, &len);
        if (cp != SR_UTF8_INVALID && sr_utf8_is_letter(cp))
            cases |= sr_utf8_is_upper(cp) ? 2u : 1u;
    }
    return cases;
}

bool sr_features_masked(const sr_document *doc, const sr_sentence *sentence)
{
    unsigned cases = 0;
    for (uint32_t i = sentence->first; i < sentence->end && cases != 3 && !doc->upper; i++) {
        const sr_token *t = &doc->tokens[i];
        if ((t->flags & SR_TOKEN_WORD) != 0)
            cases |= cases_of(sr_str_slice(doc->text, t->begin, t->end));
    }
    return cases != 3;
}

uint64_t sr_features_word(sr_str fold, bool digits, uint64_t hash)
{
    if (!digits || fold.len > DIGIT_FORM)
        return hash;
    uint8_t copy[DIGIT_FORM];
    for (size_t i = 0; i < fold.len; i++)
        copy[i] = sr_is_digit(fold.ptr[i]) ? '0' : fold.ptr[i];
    return sr_hash(sr_str_from(copy, fold.len));
}

static uint8_t shape_class(sr_str raw, size_t at, size_t *len)
{
    uint8_t c = raw.ptr[at];
    *len = 1;
    if (sr_is_lower(c))
        return 'x';
    if (sr_is_upper(c))
        return 'X';
    if (sr_is_digit(c))
        return 'd';
    if (c < 0x80)
        return c;
    uint32_t cp = sr_utf8_read(raw, at, len);
    if (!sr_utf8_is_letter(cp))
        return '~';
    return sr_utf8_is_upper(cp) ? 'X' : 'x';
}

/* A first capital that is followed by small letters is "Xx"; "XX" tells several capitals. */
static uint64_t shape_of(sr_str raw, bool masked)
{
    uint64_t shape = 0;
    unsigned runs = 0;
    uint8_t  before = 0;
    unsigned same = 0;
    for (size_t i = 0, len = 1; i < raw.len && runs < SHAPE_RUNS; i += len) {
        uint8_t c = shape_class(raw, i, &len);
        if (masked && c == 'X')
            c = 'x';
        same = c == before ? same + 1 : 1;
        if (same > 2 || (same == 2 && c != 'X'))
            continue;
        shape = shape << 8 | c;
        before = c;
        runs++;
    }
    return shape;
}

static void view_make(const sr_document *doc, uint32_t i, bool masked, sr_view *v)
{
    const sr_token *t = &doc->tokens[i];
    v->word = sr_features_word(t->fold, (t->flags & SR_TOKEN_DIGIT) != 0, doc->hashes[i]);
    v->tail = 0;
    v->head = 0;
    size_t n = SR_MIN(t->fold.len, (size_t)8);
    for (size_t j = 0; j < n; j++) {
        v->tail |= (uint64_t)t->fold.ptr[t->fold.len - 1 - j] << (8 * j);
        v->head |= (uint64_t)t->fold.ptr[j] << (8 * j);
    }
    v->shape = shape_of(sr_str_slice(doc->text, t->begin, t->end), masked);
    v->flags = t->flags;
}

void sr_features_views(const sr_document *doc, const sr_sentence *sentence, const sr_words *words,
                       bool masked, sr_view *views)
{
    bool     begun = false;
    uint32_t n = sentence->end - sentence->first, mask = (1u << words->bits) - 1;
    for (uint32_t i = 0; i < n; i++) {
        sr_view *v = &views[i];
        view_make(doc, sentence->first + i, masked, v);
        v->place = !begun;
        begun = begun || (v->flags & (SR_TOKEN_WORD | SR_TOKEN_DIGIT)) != 0;
        __builtin_prefetch(&words->starts[(uint32_t)v->word & mask]);
    }
    for (uint32_t i = 0; i < n; i++) // all words are fetched before the first is looked at
        __builtin_prefetch(&words->entries[SR_MIN(words->starts[(uint32_t)views[i].word & mask], words->n)]);
    for (uint32_t i = 0; i < n; i++) {
        const sr_word_entry *entry = sr_words_find(words, views[i].word);
        views[i].cluster = entry ? entry->cluster : SR_NO_CLUSTER;
        views[i].tags = entry ? entry->tags : 0;
    }
}
