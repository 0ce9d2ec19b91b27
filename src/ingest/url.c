/* Addresses; see url.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ingest/url.h"

typedef struct parts {
    sr_str scheme, authority, path, query, fragment;
    bool   has_authority, has_query, has_fragment;
} parts;

sr_str sr_url_scheme(sr_str url)
{
    for (size_t i = 0; i < url.len && i < 32; i++) {
        uint8_t c = url.ptr[i];
        if (c == ':')
            return sr_str_slice(url, 0, i);
        if (!sr_is_alpha(c) && !(i && (sr_is_digit(c) || c == '+' || c == '-' || c == '.')))
            break;
    }
    return (sr_str){NULL, 0};
}

static parts split(sr_str url)
{
    parts p = {.scheme = sr_url_scheme(url)};
    if (p.scheme.ptr)
        url = sr_str_slice(url, p.scheme.len + 1, url.len);
    size_t at = sr_str_find(url, '#', 0);
    p.has_fragment = at < url.len;
    p.fragment = sr_str_slice(url, at + p.has_fragment, url.len);
    url = sr_str_slice(url, 0, at);
    at = sr_str_find(url, '?', 0);
    p.has_query = at < url.len;
    p.query = sr_str_slice(url, at + p.has_query, url.len);
    url = sr_str_slice(url, 0, at);
    p.has_authority = sr_str_starts(url, SR_STR("//"));
    if (p.has_authority) {
        at = sr_str_find(url, '/', 2);
        p.authority = sr_str_slice(url, 2, at);
        url = sr_str_slice(url, at, url.len);
    }
    p.path = url;
    return p;
}

sr_str sr_url_host(sr_str url)
{
    sr_str host = split(url).authority;
    for (size_t i = host.len; i-- > 0;) {
        if (host.ptr[i] == '@') {
            host = sr_str_slice(host, i + 1, host.len);
            break;
        }
    }
    if (host.len && host.ptr[0] == '[')
        return sr_str_slice(host, 0, SR_MIN(host.len, sr_str_find(host, ']', 0) + 1));
    return sr_str_slice(host, 0, sr_str_find(host, ':', 0));
}

/* A path without its "." and ".." steps, in the arena. */
static sr_str remove_dots(sr_arena *arena, sr_str path)
{
    uint8_t *out = sr_arena_alloc(arena, path.len + 1, 1);
    size_t   n = 0;
    for (size_t i = 0; i < path.len;) {
        size_t end = i + 1;
        while (end < path.len && path.ptr[end] != '/')
            end++;
        sr_str step = sr_str_slice(path, i, end);
        bool last = end == path.len;
        if (sr_str_eq(step, SR_STR("/.."))) {
            while (n && out[--n] != '/')
                continue;
            if (last)
                out[n++] = '/';
        } else if (sr_str_eq(step, SR_STR("/."))) {
            if (last)
                out[n++] = '/';
        } else {
            memcpy(out + n, step.ptr, step.len);
            n += step.len;
        }
        i = end;
    }
    return sr_str_from(out, n);
}

static sr_str merge(sr_arena *arena, const parts *base, sr_str path)
{
    size_t cut = base->path.len;
    if (base->path.len == 0)
        return sr_str_join(arena, SR_STR("/"), path);
    while (cut && base->path.ptr[cut - 1] != '/')
        cut--;
    return sr_str_join(arena, sr_str_slice(base->path, 0, cut), path);
}

sr_str sr_url_resolve(sr_arena *arena, sr_str base, sr_str reference)
{
    reference = sr_str_trim(reference);
    parts r = split(reference), b = split(sr_str_trim(base)), t = b;
    if (r.scheme.ptr || b.scheme.len == 0 || (!b.has_authority && !(b.path.len && b.path.ptr[0] == '/')))
        return reference;
    if (r.has_authority) {
        t.authority = r.authority;
        t.path = r.path;
        t.query = r.query;
        t.has_query = r.has_query;
    } else if (r.path.len == 0) {
        t.query = r.has_query ? r.query : b.query;
        t.has_query = r.has_query || b.has_query;
    } else {
        t.path = remove_dots(arena, r.path.ptr[0] == '/' ? r.path : merge(arena, &b, r.path));
        t.query = r.query;
        t.has_query = r.has_query;
    }
    return sr_str_format(arena, "%.*s:%s%.*s%.*s%s%.*s%s%.*s", SR_ARG(t.scheme), t.has_authority || r.has_authority ? "//" : "",
                         SR_ARG(t.authority), SR_ARG(t.path), t.has_query ? "?" : "", SR_ARG(t.query),
                         r.has_fragment ? "#" : "", SR_ARG(r.fragment));
}
