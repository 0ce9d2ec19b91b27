/* Mail messages and mailboxes, by GMime; see parts.h.
 *
 * A message gives its text (the plain one, else the HTML one) with subject, sender and date, then its
 * attachments, which are sniffed like files.  A Date header is when it was sent: the publication
 * date of a bulletin that comes by mail.
 * Sources: RFC 5322, RFC 2045 to 2047, mboxrd.
 * SPDX-License-Identifier: Apache-2.0 */
#include <gmime/gmime.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/library.h"
#include "base/limits.h"
#include "ingest/feed_date.h"
#include "ingest/parts.h"

typedef struct mail_parts {
    sr_parts      parts;
    GMimeStream  *stream;
    GMimeParser  *parser;
    GMimeMessage *message;
    GPtrArray    *leaves;   // GMimeObject of the message, not owned
    guint         at;       // next leaf
    GMimeObject  *body;     // the leaf that is the text; NULL: none
    bool          body_given, ended;
    unsigned      count;
    GMimeStream  *decoded;  // bytes of the part given
    GByteArray   *array;
    char         *text, *from;
    sr_buf        name;
} mail_parts;

static void start(void) { g_mime_init(); }

/* A header's name of a message at the begin of a line. */
static bool is_mail_header(sr_str line)
{
    static const char *const names[] = {"from:", "to:", "subject:", "date:", "received:", "return-path:", "message-id:",
                                        "mime-version:", "delivered-to:", "reply-to:", "content-type:", "dkim-signature:",
                                        "x-", "cc:", "sender:", "list-", "arc-", "authentication-results:", "content-transfer-encoding:"};
    for (size_t i = 0; i < SR_COUNT(names); i++) {
        sr_str name = sr_str_c(names[i]);
        if (sr_str_eq_case(sr_str_slice(line, 0, name.len), name))
            return true;
    }
    return false;
}

bool sr_mail_sniff(sr_str head)
{
    unsigned headers = 0;
    bool sure = sr_str_starts(head, SR_STR("From ")), from = false;
    sr_str first = head, line = sr_str_cut(&first, '\n');
    if (sure && sr_str_find(line, ':', 0) < line.len)
        head = first; // a mailbox: "From someone Tue Mar  5 07:08:09 2019"
    else if (sure)
        return false;
    for (sr_str rest = sr_str_slice(head, 0, 4096); rest.len;) {
        line = sr_str_cut(&rest, '\n');
        if (sr_str_trim(line).len == 0)
            break;
        if (line.ptr[0] == ' ' || line.ptr[0] == '\t')
            continue;
        if (!is_mail_header(line)) {
            size_t colon = sr_str_find(line, ':', 0);
            if (colon >= line.len || sr_str_find(line, ' ', 0) < colon)
                return false;
            continue;
        }
        headers++;
        from = from || sr_str_eq_case(sr_str_slice(line, 0, 5), SR_STR("from:")) ||
               sr_str_eq_case(sr_str_slice(line, 0, 9), SR_STR("received:"));
    }
    return headers >= 3 && from;
}

/* ------------------------------------------------------------------------ messages */

static void collect(GMimeObject *parent, GMimeObject *part, gpointer payload)
{
    mail_parts *p = payload;
    (void)parent;
    if ((GMIME_IS_PART(part) || GMIME_IS_MESSAGE_PART(part)) && p->leaves->len < SR_LIMIT_MAIL_PARTS)
        g_ptr_array_add(p->leaves, part);
}

static bool is_text(GMimeObject *part, const char *subtype)
{
    GMimeContentType *type = g_mime_object_get_content_type(part);
    return GMIME_IS_TEXT_PART(part) && g_mime_content_type_is_type(type, "text", subtype) && !g_mime_part_is_attachment(GMIME_PART(part));
}

/* The text of the message: the longest plain one, else the first of HTML. */
static void choose_body(mail_parts *p)
{
    p->body = NULL;
    for (guint i = 0; i < p->leaves->len && !p->body; i++)
        if (is_text(g_ptr_array_index(p->leaves, i), "plain"))
            p->body = g_ptr_array_index(p->leaves, i);
    for (guint i = 0; i < p->leaves->len && !p->body; i++)
        if (is_text(g_ptr_array_index(p->leaves, i), "html"))
            p->body = g_ptr_array_index(p->leaves, i);
}

static void drop_message(mail_parts *p)
{
    g_ptr_array_set_size(p->leaves, 0);
    g_clear_object(&p->message);
    p->at = 0;
    p->body = NULL;
    p->body_given = false;
}

static void drop_part(mail_parts *p)
{
    g_clear_object(&p->decoded);
    g_clear_pointer(&p->text, g_free);
    g_clear_pointer(&p->from, g_free);
}

static bool next_message(mail_parts *p)
{
    drop_message(p);
    if (p->count && g_mime_parser_eos(p->parser))
        return false;
    p->message = g_mime_parser_construct_message(p->parser, NULL);
    if (!p->message)
        return false;
    p->count++;
    g_mime_message_foreach(p->message, collect, p);
    choose_body(p);
    return true;
}

static void describe(mail_parts *p, sr_part *part)
{
    const char *subject = g_mime_message_get_subject(p->message), *id = g_mime_message_get_message_id(p->message);
    const char *date = g_mime_object_get_header(GMIME_OBJECT(p->message), "Date");
    InternetAddressList *from = g_mime_message_get_from(p->message);
    part->title = sr_str_trim(sr_str_c(subject));
    part->id = sr_str_c(id);
    if (from && internet_address_list_length(from) > 0) {
        InternetAddress *one = internet_address_list_get_address(from, 0);
        const char *name = internet_address_get_name(one);
        p->from = name && name[0] ? g_strdup(name) : internet_address_to_string(one, NULL, FALSE);
        part->publisher = sr_str_c(p->from);
    }
    bool whole;
    if (date && sr_feed_date_read(sr_str_c(date), &part->published, &whole) && !whole)
        part->published = (sr_instant){.day = SR_DAY_NONE, .second = -1};
}

static sr_part_step give_body(mail_parts *p, sr_part *part)
{
    p->body_given = true;
    p->text = g_mime_text_part_get_text(GMIME_TEXT_PART(p->body));
    bool html = is_text(p->body, "html");
    *part = (sr_part){.bytes = sr_str_c(p->text), .is_text = !html, .published = {.day = SR_DAY_NONE, .second = -1},
                      .content_type = html ? SR_STR("text/html; charset=utf-8") : SR_STR("text/plain; charset=utf-8")};
    describe(p, part);
    return SR_PART;
}

/* A message inside the message, as bytes of a message. */
static sr_part_step give_forwarded(mail_parts *p, GMimeObject *leaf, sr_part *part)
{
    GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(leaf));
    p->decoded = g_mime_stream_mem_new();
    if (message)
        (void)g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, p->decoded);
    p->array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(p->decoded));
    *part = (sr_part){.name = SR_STR("forwarded.eml"), .bytes = sr_str_from(p->array->data, p->array->len),
                      .published = {.day = SR_DAY_NONE, .second = -1}};
    return SR_PART;
}

/* The bytes of an attachment. */
static sr_part_step give_leaf(mail_parts *p, GMimeObject *leaf, sr_part *part)
{
    const char *name = g_mime_part_get_filename(GMIME_PART(leaf));
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(leaf));
    p->decoded = g_mime_stream_mem_new();
    if (content)
        (void)g_mime_data_wrapper_write_to_stream(content, p->decoded);
    p->array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(p->decoded));
    sr_buf_clear(&p->name);
    sr_buf_printf(&p->name, "%.200s", name ? name : "part");
    *part = (sr_part){.name = sr_buf_view(&p->name), .bytes = sr_str_from(p->array->data, p->array->len),
                      .published = {.day = SR_DAY_NONE, .second = -1}};
    return SR_PART;
}

/* Pictures, sounds and signatures are passed over. */
static bool is_media(GMimeObject *leaf)
{
    GMimeContentType *type = g_mime_object_get_content_type(leaf);
    return g_mime_content_type_is_type(type, "image", "*") || g_mime_content_type_is_type(type, "audio", "*") ||
           g_mime_content_type_is_type(type, "video", "*") || g_mime_content_type_is_type(type, "application", "pgp-signature") ||
           g_mime_content_type_is_type(type, "application", "pkcs7-signature");
}

static sr_part_step next(sr_parts *parts, sr_part *part)
{
    mail_parts *p = (mail_parts *)(void *)parts;
    drop_part(p);
    for (;;) {
        if (p->message && p->body && !p->body_given)
            return give_body(p, part);
        while (p->message && p->at < p->leaves->len) {
            GMimeObject *leaf = g_ptr_array_index(p->leaves, p->at++);
            if (GMIME_IS_MESSAGE_PART(leaf))
                return give_forwarded(p, leaf, part);
            bool alternative = GMIME_IS_TEXT_PART(leaf) && !g_mime_part_is_attachment(GMIME_PART(leaf));
            if (leaf != p->body && !alternative && !is_media(leaf))
                return give_leaf(p, leaf, part);
        }
        if (p->ended || !next_message(p))
            break;
        if (p->count > SR_LIMIT_PARTS) {
            p->ended = true;
            drop_message(p);
            (void)snprintf(parts->note, sizeof parts->note, "more than 100,000 messages; the rest was not read");
            return SR_PART_NOTE;
        }
    }
    if (p->count || p->ended)
        return SR_PART_END;
    p->ended = true;
    (void)snprintf(parts->note, sizeof parts->note, "no mail message in it; skipped");
    return SR_PART_NOTE;
}

static void close_parts(sr_parts *parts)
{
    mail_parts *p = (mail_parts *)(void *)parts;
    drop_part(p);
    drop_message(p);
    g_ptr_array_free(p->leaves, TRUE);
    g_clear_object(&p->parser);
    g_clear_object(&p->stream);
    sr_buf_free(&p->name);
    free(p);
}

sr_parts *sr_mail_open(sr_str bytes)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (!sr_library_load(SR_LIBRARY_MIME))
        return NULL;
    (void)pthread_once(&once, start);
    mail_parts *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->parts.next = next;
    p->parts.close = close_parts;
    p->leaves = g_ptr_array_new();
    p->stream = g_mime_stream_mem_new_with_buffer((const char *)bytes.ptr, bytes.len);
    p->parser = g_mime_parser_new_with_stream(p->stream);
    g_mime_parser_set_format(p->parser, sr_str_starts(bytes, SR_STR("From ")) ? GMIME_FORMAT_MBOX : GMIME_FORMAT_MESSAGE);
    return &p->parts;
}
