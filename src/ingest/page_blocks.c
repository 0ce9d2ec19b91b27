/* The body of a page as a list of blocks; see page_int.h.
 *
 * Block elements begin and end a block, two <br> in a row too; inline elements only tell whether
 * the words are those of a link.  What is never text of the page (menus of forms, fallbacks of
 * media) is passed over; what an attribute hides is marked.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "base/utf8.h"
#include "ingest/page_int.h"

typedef struct cutter {
    const sr_html *html;
    sr_arena      *arena;
    SR_LIST(sr_block) blocks;
    uint8_t *room;  // squeezed text of all blocks; at most the text of the page and a space a node
    size_t   n;     // bytes of it
    size_t   begin; // of the block that is open
    sr_block open;
    bool     space; // a space is due before the next sign
    bool     started;
    unsigned breaks; // <br> since the last sign
    bool     cut;
} cutter;

uint32_t sr_page_words(sr_str text)
{
    uint32_t words = 0, halves = 0;
    bool     inside = false;
    size_t   n;
    for (size_t i = 0; i < text.len; i += n) {
        uint8_t c = text.ptr[i];
        n = 1;
        if (c < 0x80) {
            bool is_word = sr_is_alpha(c) || sr_is_digit(c);
            words += is_word && !inside;
            inside = is_word;
            continue;
        }
        uint32_t cp = sr_utf8_read(text, i, &n);
        if ((cp >= 0x2E80 && cp < 0xA000) || (cp >= 0xF900 && cp < 0xFB00) || (cp >= 0x0E00 && cp < 0x0F00)) {
            halves++;
            inside = false;
        } else {
            bool is_word = sr_utf8_is_letter(cp);
            words += is_word && !inside;
            inside = is_word;
        }
    }
    return words + halves / 2;
}

static void close_block(cutter *c)
{
    if (c->started) {
        sr_block *b = &c->open;
        b->text = sr_str_from(c->room + c->begin, c->n - c->begin);
        b->chars = (uint32_t)b->text.len;
        b->words = sr_page_words(b->text);
        if (c->blocks.n >= SR_LIMIT_PAGE_BLOCKS) {
            c->cut = true;
            c->n = c->begin;
        } else {
            *SR_PUSH(c->arena, &c->blocks) = *b;
        }
    }
    c->started = c->space = false;
    c->breaks = 0;
    c->begin = c->n;
}

static void put_space(cutter *c)
{
    if (c->started && c->space)
        c->room[c->n++] = c->breaks ? '\n' : ' ';
    c->space = false;
    c->breaks = 0;
}

static void start(cutter *c, uint32_t text_node, uint32_t block_node, bool hidden)
{
    c->open = (sr_block){.node = block_node, .first = text_node, .tag = c->html->nodes[block_node].tag, .hidden = hidden};
    c->started = true;
    c->space = false;
    c->breaks = 0;
}

/* Text of a node goes to the open block; `pre` keeps its lines. */
static void put_text(cutter *c, uint32_t node, uint32_t block_node, bool hidden, bool link, bool pre)
{
    if (hidden && c->started && !c->open.hidden)
        return; // a tooltip inside a paragraph
    sr_str text = sr_html_text(c->html, node);
    size_t n, before = c->n;
    for (size_t i = 0; i < text.len; i += n) {
        uint8_t  byte = text.ptr[i];
        uint32_t cp = byte;
        n = 1;
        if (byte >= 0x80)
            cp = sr_utf8_read(text, i, &n);
        if (byte < 0x80 ? sr_is_space(byte) : sr_utf8_is_space(cp)) {
            c->breaks += pre && cp == '\n';
            c->space = true;
            continue;
        }
        if (sr_html_is_invisible(cp) || cp < 0x20 || cp == 0x7F)
            continue;
        if (!c->started)
            start(c, node, block_node, hidden);
        put_space(c);
        memcpy(c->room + c->n, text.ptr + i, n);
        c->n += n;
    }
    if (link && c->started) {
        sr_str part = sr_str_from(c->room + before, c->n - before);
        c->open.link_chars += (uint32_t)part.len;
        c->open.link_words += sr_page_words(part);
    }
}

static bool is_hidden(const sr_html *html, size_t node)
{
    if (html->nodes[node].n == 0)
        return false;
    sr_str style = sr_html_get(html, node, SR_ATTRIBUTE_STYLE);
    if (style.len) {
        size_t at = sr_str_search(style, SR_STR("display"), 0);
        sr_str rest = sr_str_slice(style, at, SR_MIN(style.len, at + 16));
        if (rest.len && sr_str_search(rest, SR_STR("none"), 0) < rest.len)
            return true;
    }
    return sr_html_has(html, node, SR_ATTRIBUTE_HIDDEN) ||
           sr_str_eq_case(sr_html_get(html, node, SR_ATTRIBUTE_ARIA_HIDDEN), SR_STR("true"));
}

/* What holds at a node of the way down; ends behind `end`. */
typedef struct level {
    uint32_t end, block;
    bool     hidden, link, pre, is_block;
} level;

static void enter(cutter *c, level *stack, size_t *depth, uint32_t i)
{
    const sr_html_node *node = &c->html->nodes[i];
    level               up = stack[*depth - 1];
    bool                block = sr_html_is_block(node->tag);
    if (block)
        close_block(c);
    if (node->end == i + 1)
        return;
    level here = {.end = node->end, .block = block ? i : up.block, .link = up.link || node->tag == SR_TAG_A,
                  .pre = up.pre || node->tag == SR_TAG_PRE, .is_block = block};
    here.hidden = up.hidden || is_hidden(c->html, i);
    stack[(*depth)++] = here;
}

void sr_page_blocks(const sr_html *html, sr_arena *arena, sr_blocks *out)
{
    static const size_t most = SR_LIMIT_PAGE_DEPTH + 1024;
    cutter c = {.html = html, .arena = arena};
    size_t depth = 1;
    level *stack = SR_NEW(arena, level, most);
    c.room = sr_arena_alloc(arena, html->text.len + html->n + 1, 1);
    stack[0] = (level){.end = (uint32_t)html->n};
    for (uint32_t i = 1; i < html->n; i++) {
        while (depth > 1 && i >= stack[depth - 1].end)
            if (stack[--depth].is_block)
                close_block(&c);
        const sr_html_node *node = &html->nodes[i];
        const level        *here = &stack[depth - 1];
        if (node->tag == SR_TAG_TEXT) {
            put_text(&c, i, here->block, here->hidden, here->link, here->pre);
        } else if (node->tag == SR_TAG_BR) {
            c.space = true;
            if (c.started && ++c.breaks > 1)
                close_block(&c);
        } else if (sr_html_is_hidden(node->tag)) {
            i = node->end - 1;
        } else if (depth < most) {
            enter(&c, stack, &depth, i);
        }
    }
    close_block(&c);
    *out = (sr_blocks){c.blocks.at, c.blocks.n, c.cut};
}

size_t sr_page_block_of(const sr_blocks *blocks, uint32_t node)
{
    size_t low = 0, high = blocks->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (blocks->at[middle].first < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool sr_page_is_text(const sr_block *b, bool all)
{
    return b->in || (all && !b->hidden && b->words >= SR_PAGE_ENTRY_WORDS && b->link_words * 3 < b->words);
}

sr_str sr_page_text(const sr_blocks *blocks, size_t first, size_t end, bool all, sr_arena *arena)
{
    size_t n = 0;
    for (size_t i = first; i < end; i++)
        n += sr_page_is_text(&blocks->at[i], all) ? blocks->at[i].text.len + 2 : 0;
    uint8_t *out = sr_arena_alloc(arena, n + 1, 1);
    n = 0;
    for (size_t i = first; i < end; i++) {
        if (!sr_page_is_text(&blocks->at[i], all))
            continue;
        if (n) {
            memcpy(out + n, "\n\n", 2);
            n += 2;
        }
        memcpy(out + n, blocks->at[i].text.ptr, blocks->at[i].text.len);
        n += blocks->at[i].text.len;
    }
    return sr_str_from(out, n);
}
