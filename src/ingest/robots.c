/* robots.txt (RFC 9309) and addresses that are not of the internet; see fetch.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/fetch.h"

#define ROBOTS_BYTES (500u << 10) // what RFC 9309 asks to be read
#define RULE_BYTES 1024u

/* Does a rule's path match; '*' is any run, '$' at its end is the end.  Linear by greedy retreat. */
static bool matches(sr_str rule, sr_str path)
{
    size_t r = 0, p = 0, star = SIZE_MAX, mark = 0;
    bool   anchored = rule.len && rule.ptr[rule.len - 1] == '$';
    if (anchored)
        rule.len--;
    while (p < path.len) {
        if (r < rule.len && rule.ptr[r] == '*') {
            star = r++;
            mark = p;
        } else if (r < rule.len && rule.ptr[r] == path.ptr[p]) {
            r++;
            p++;
        } else if (r == rule.len && !anchored) {
            return true;
        } else if (star != SIZE_MAX) {
            r = star + 1;
            p = ++mark;
        } else {
            return false;
        }
    }
    while (r < rule.len && rule.ptr[r] == '*')
        r++;
    return r == rule.len;
}

typedef struct group {
    bool     found, allow;
    size_t   longest;
    unsigned delay;
} group;

static void apply(group *g, sr_str key, sr_str value, sr_str path)
{
    bool allow = sr_str_eq_case(key, SR_STR("allow"));
    uint64_t seconds;
    g->found = true;
    if (sr_str_eq_case(key, SR_STR("crawl-delay")) && sr_str_uint(value, 3600, &seconds))
        g->delay = (unsigned)seconds;
    if ((!allow && !sr_str_eq_case(key, SR_STR("disallow"))) || value.len == 0 || value.len > RULE_BYTES || !matches(value, path))
        return;
    if (value.len > g->longest || (value.len == g->longest && allow)) {
        g->longest = value.len;
        g->allow = allow;
    }
}

bool sr_robots_allow(sr_str robots, sr_str agent, sr_str path, unsigned *delay_s)
{
    group ours = {.allow = true}, all = {.allow = true};
    bool  for_us = false, for_all = false, in_rules = true;
    robots = sr_str_slice(robots, 0, ROBOTS_BYTES);
    path = sr_str_slice(path, 0, 4096);
    if (sr_str_starts(robots, SR_STR("\xEF\xBB\xBF")))
        robots = sr_str_slice(robots, 3, robots.len);
    while (robots.len) {
        sr_str line = sr_str_cut(&robots, '\n'), value = sr_str_slice(line, 0, sr_str_find(line, '#', 0));
        sr_str key = sr_str_trim(sr_str_cut(&value, ':'));
        value = sr_str_trim(value);
        if (sr_str_eq_case(key, SR_STR("user-agent"))) {
            if (in_rules)
                for_us = for_all = false;
            in_rules = false;
            for_us = for_us || (value.len && sr_str_eq_case(value, agent));
            for_all = for_all || sr_str_eq(value, SR_STR("*"));
        } else if (key.len) {
            in_rules = true;
            if (for_us)
                apply(&ours, key, value, path);
            if (for_all)
                apply(&all, key, value, path);
        }
    }
    const group *g = ours.found ? &ours : &all;
    *delay_s = g->delay;
    return g->longest == 0 || g->allow;
}

static bool is_public_v4(const uint8_t *b)
{
    static const struct {
        uint8_t net[4];
        int     bits;
    } closed[] = {{{0}, 8}, {{10}, 8}, {{100, 64}, 10}, {{127}, 8}, {{169, 254}, 16}, {{172, 16}, 12}, {{192, 0, 0}, 24},
                  {{192, 0, 2}, 24}, {{192, 88, 99}, 24}, {{192, 168}, 16}, {{198, 18}, 15}, {{198, 51, 100}, 24},
                  {{203, 0, 113}, 24}, {{224}, 4}, {{240}, 4}};
    for (size_t i = 0; i < SR_COUNT(closed); i++) {
        uint32_t net = 0, have = 0, mask = ~(uint32_t)0 << (32 - closed[i].bits);
        for (int k = 0; k < 4; k++) {
            net = net << 8 | closed[i].net[k];
            have = have << 8 | b[k];
        }
        if ((have & mask) == net)
            return false;
    }
    return true;
}

bool sr_address_is_public(const uint8_t *b, size_t n)
{
    static const uint8_t zeros[10] = {0};
    if (n == 4)
        return is_public_v4(b);
    if (n != 16)
        return false;
    if (memcmp(b, zeros, 10) == 0) // ::, ::1, ::ffff:a.b.c.d and the old ::a.b.c.d
        return b[10] == 0xFF && b[11] == 0xFF && is_public_v4(b + 12);
    if (b[0] == 0x00 && b[1] == 0x64 && b[2] == 0xFF && b[3] == 0x9B) // 64:ff9b::/96
        return is_public_v4(b + 12);
    if (b[0] == 0x20 && b[1] == 0x02) // 6to4
        return is_public_v4(b + 2);
    if (b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0) // Teredo
        return false;
    return (b[0] & 0xE0) == 0x20; // 2000::/3 is what is given out
}
