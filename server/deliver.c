/* Ways out of the house; see deliver.h.  An alert may go out twice, when a run ends between its delivery and
 * the note of it: every way says the same id and the same bytes again, so that a receiver can drop it.  Names and texts of reports are foreign: no shell sees
 * them, mail heads and file names are made of our own ids only, XML goes through its writer.
 * SPDX-License-Identifier: Apache-2.0 */
#include "deliver.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <libxml/xmlwriter.h>
#include <openssl/hmac.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/cap_codes.h"
#include "base/error.h"
#include "base/library.h"
#include "members.h"
#include "text.h"

#define SECONDS_MOST 20
#define FOUND_TEXT   32  // bytes of an instant; at least INSTANT_TEXT
#define SIGNATURE    100 // bytes: the header's name, sha256= and 64 digits

extern char **environ;

static sr_status io(sr_error *err, const char *where, const char *why)
{
    return sr_error_set(err, SR_E_IO, where, 0, "%s", why);
}

/* ------------------------------------------------------------------------- webhook */

static size_t swallow(char *bytes, size_t size, size_t n, void *payload)
{
    (void)bytes;
    (void)payload;
    return size * n;
}

static void sign(const char *secret, const char *body, size_t n, char out[SIGNATURE])
{
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    sr_library_need(SR_LIBRARY_CRYPTO);
    (void)HMAC(EVP_sha256(), secret, (int)strlen(secret), (const unsigned char *)body, n, mac,
               &len);
    size_t at = (size_t)snprintf(out, SIGNATURE, "X-Sitrep-Signature: sha256=");
    for (unsigned i = 0; i < len && at + 2 < SIGNATURE; i++)
        at += (size_t)snprintf(out + at, SIGNATURE - at, "%02x", mac[i]);
}

static sr_status webhook(json_object *to, json_object *alert, json_object *recent, sr_error *err)
{
    const char *body = json_object_to_json_string_ext(alert, JSON_C_TO_STRING_PLAIN |
                                                                 JSON_C_TO_STRING_NOSLASHESCAPE);
    CURL *curl = sr_library_load(SR_LIBRARY_CURL) ? curl_easy_init() : NULL;
    struct curl_slist *headers =
        curl ? curl_slist_append(NULL, "Content-Type: application/json") : NULL;
    char signature[SIGNATURE], id[64], key[64];
    long status = 0;
    (void)recent;
    if (!curl)
        return io(err, "webhook", "out of memory");
    sign(json_get_text(to, "secret"), body, strlen(body), signature);
    (void)snprintf(id, sizeof id, "X-Sitrep-Alert: %.32s", json_get_text(alert, "alert"));
    (void)snprintf(key, sizeof key, "Idempotency-Key: \"%.32s\"", json_get_text(alert, "alert"));
    headers = curl_slist_append(headers, id);
    headers = curl_slist_append(headers, key);
    if (json_get_text(to, "secret")[0])
        headers = curl_slist_append(headers, signature);
    curl_easy_setopt(curl, CURLOPT_URL, json_get_text(to, "url"));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SECONDS_MOST);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, swallow);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "sitrep");
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    if (code != CURLE_OK)
        return io(err, json_get_text(to, "url"), curl_easy_strerror(code));
    if (status >= 200 && status < 300)
        return SR_OK;
    return sr_error_set(err, SR_E_IO, json_get_text(to, "url"), 0, "answers %ld", status);
}

/* ------------------------------------------------------------------- other programs */

/* Feed a program's standard input; a reader that stops reading is no harm. */
static void feed(int fd, const char *bytes, size_t n, time_t deadline)
{
    while (n && time(NULL) < deadline) {
        struct pollfd p = {.fd = fd, .events = POLLOUT};
        if (poll(&p, 1, 1000) < 0 || (p.revents & (POLLERR | POLLHUP)))
            return;
        ssize_t put = p.revents & POLLOUT ? write(fd, bytes, n) : 0;
        if (put < 0 && errno == EAGAIN)
            put = 0;
        if (put < 0)
            return;
        bytes += put;
        n -= (size_t)put;
    }
}

/* The environment and SITREP_ALERT; to be freed, its strings not. NULL: out of memory */
static char **environment(char *alert)
{
    size_t n = 0, at = 0;
    while (environ[n])
        n++;
    char **out = calloc(n + 2, sizeof *out);
    for (size_t i = 0; out && i < n; i++)
        if (strncmp(environ[i], "SITREP_ALERT=", 13) != 0)
            out[at++] = environ[i];
    if (out)
        out[at] = alert;
    return out;
}

static sr_status run(char *const argv[], json_object *alert, const char *input, sr_error *err)
{
    char id[64];
    (void)snprintf(id, sizeof id, "SITREP_ALERT=%.32s", json_get_text(alert, "alert"));
    int pipes[2], status = 0;
    pid_t pid;
    posix_spawn_file_actions_t actions;
    time_t deadline = time(NULL) + SECONDS_MOST;
    char **with_id = environment(id);
    if (!with_id || pipe2(pipes, O_CLOEXEC) != 0) {
        (void)io(err, argv[0], with_id ? strerror(errno) : "out of memory");
        free(with_id);
        return SR_E_IO;
    }
    (void)fcntl(pipes[1], F_SETFL, O_NONBLOCK); // a program that does not read must not hold us beyond its time
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipes[0], STDIN_FILENO);
    int failed = posix_spawnp(&pid, argv[0], &actions, NULL, argv, with_id);
    posix_spawn_file_actions_destroy(&actions);
    free(with_id);
    (void)close(pipes[0]);
    if (!failed)
        feed(pipes[1], input, strlen(input), deadline);
    (void)close(pipes[1]);
    if (failed)
        return io(err, argv[0], strerror(failed));
    while (waitpid(pid, &status, WNOHANG) == 0) {
        if (time(NULL) >= deadline)
            (void)kill(pid, SIGKILL);
        (void)usleep(10000);
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return SR_OK;
    return sr_error_set(err, SR_E_IO, argv[0], 0, "ended with %d",
                        WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

static sr_status command(json_object *to, json_object *alert, json_object *recent, sr_error *err)
{
    json_object *words = json_get(to, "argv");
    char *argv[33] = {0};
    (void)recent;
    for (size_t i = 0; i < json_length(words) && i < 32; i++)
        argv[i] = (char *)(uintptr_t)json_object_get_string(json_object_array_get_idx(words, i));
    return run(argv, alert, json_object_to_json_string_ext(alert, JSON_C_TO_STRING_PLAIN), err);
}

/* Lines of a mail for people: why, the values, the words with their sources, links. */
static void mail_body(json_object *alert, sr_buf *out)
{
    json_object *evidence = json_get(alert, "evidence"), *incident = json_get(alert, "incident");
    sr_buf_printf(out, "%s\n\nincident: %s %s\nplace: %s %s\nfirst told: %s, last: %s\n\n",
                  json_get_text(alert, "why"), json_get_text(incident, "type"),
                  json_get_text(incident, "stage"),
                  json_get_text(json_get(incident, "place"), "name"),
                  json_get_text(json_get(incident, "place"), "country"),
                  json_get_text(incident, "first_seen"), json_get_text(incident, "last_seen"));
    for (size_t i = 0; i < json_length(evidence); i++) {
        json_object *e = json_object_array_get_idx(evidence, i);
        sr_buf_printf(out, "> %s\n  %s %s %s\n", json_get_text(e, "words"),
                      json_get_text(e, "publisher"), json_get_text(e, "published"),
                      json_get_text(e, "url"));
    }
    sr_buf_printf(out, "\n%s\n\nwatch %s: %s\n", json_get_text(json_get(alert, "links"), "page"),
                  json_get_text(alert, "watch"), json_get_text(alert, "rule"));
}

static sr_status mail(json_object *to, json_object *alert, json_object *recent, sr_error *err)
{
    sr_buf message = SR_BUF_INIT;
    const char *program = getenv("SITREP_SENDMAIL");
    char *argv[] = {(char *)(uintptr_t)(program ? program : "/usr/sbin/sendmail"),
                    (char *)(uintptr_t) "-t", (char *)(uintptr_t) "-i", NULL};
    (void)recent;
    // The head holds nothing of a report: what is foreign stands in the body.
    sr_buf_printf(&message,
                  "To: %s\nSubject: sitrep alert: %s\nMessage-ID: "
                  "<%s@sitrep.invalid>\nAuto-Submitted: auto-generated\n"
                  "Content-Type: text/plain; charset=utf-8\nMIME-Version: 1.0\n\n",
                  json_get_text(to, "to"), json_get_text(alert, "watch"),
                  json_get_text(alert, "alert"));
    mail_body(alert, &message);
    sr_buf_byte(&message, 0);
    sr_status status = message.failed ? io(err, "mail", "out of memory")
                                      : run(argv, alert, (const char *)message.ptr, err);
    sr_buf_free(&message);
    return status;
}

/* --------------------------------------------------------------------------- files */

/* Write a file so that readers see the old or the new one, never a half. */
static sr_status write_file(const char *path, xmlBufferPtr bytes, sr_error *err)
{
    char part[1200];
    (void)snprintf(part, sizeof part, "%.1100s.part", path);
    FILE *f = fopen(part, "we");
    bool ok = f && fwrite(xmlBufferContent(bytes), 1, (size_t)xmlBufferLength(bytes), f) ==
                       (size_t)xmlBufferLength(bytes);
    ok = f && fflush(f) == 0 && ok;
    ok = f && fclose(f) == 0 && ok;
    if (ok && rename(part, path) == 0)
        return SR_OK;
    return io(err, path, strerror(errno));
}

/* When an alert was found, with its zone.  One that waits since before alerts said so: when its
 * incident was last told of – a day or a time without a zone stands for UTC –, else now. */
static void found_at(json_object *alert, char out[FOUND_TEXT])
{
    const char *found = json_get_text(alert, "found"),
               *seen = json_get_text(json_get(alert, "incident"), "last_seen");
    if (found[0])
        (void)snprintf(out, FOUND_TEXT, "%.25s", found);
    else if (strlen(seen) >= 19)
        (void)snprintf(out, FOUND_TEXT, "%.25s%s", seen, seen[19] ? "" : "Z");
    else if (strlen(seen) == 10)
        (void)snprintf(out, FOUND_TEXT, "%sT00:00:00Z", seen);
    else
        text_instant(0, out);
}

static void element(xmlTextWriterPtr w, const char *name, const char *value)
{
    (void)xmlTextWriterWriteElement(w, (const xmlChar *)name, (const xmlChar *)value);
}

/* An instant as CAP writes it: UTC as -00:00, never Z. */
static void cap_instant(const char *at, char out[40])
{
    bool utc = strlen(at) < 20 || at[19] == 'Z';
    (void)snprintf(out, 40, utc ? "%.19s-00:00" : "%.25s", at);
}

/* Area of an alert: the name of the place, and a circle around a point or a town. */
static void cap_area(xmlTextWriterPtr w, json_object *place)
{
    char description[300], circle[80];
    (void)snprintf(description, sizeof description, "%.140s %.8s", json_get_text(place, "name"),
                   json_get_text(place, "country"));
    (void)xmlTextWriterStartElement(w, (const xmlChar *)"area");
    element(w, "areaDesc",
            json_get_text(place, "name")[0] || json_get_text(place, "country")[0] ? description
                                                                                  : "unknown");
    double km = sr_cap_radius(sr_str_c(json_get_text(place, "precision")),
                              json_object_get_double(json_get(place, "radius_km")));
    if (json_get(place, "lat") && km > 0) {
        (void)snprintf(circle, sizeof circle, "%.5f,%.5f %.1f",
                       json_object_get_double(json_get(place, "lat")),
                       json_object_get_double(json_get(place, "lon")), km);
        element(w, "circle", circle);
    }
    (void)xmlTextWriterEndElement(w);
}

static int64_t figure(json_object *count, const char *bound)
{
    json_object *value = json_get(count, bound);
    return value ? json_object_get_int64(value) : -1;
}

static const char *cap_severity(json_object *killed)
{
    return sr_cap_severity(figure(killed, "low"), figure(killed, "best"), figure(killed, "high"));
}

/* Do the reports contradict each other about what it is, or whether it happened? */
static bool is_contested(json_object *incident)
{
    json_object *questions = json_get(incident, "open_questions");
    for (size_t i = 0; i < json_length(questions); i++) {
        json_object *one = json_object_array_get_idx(questions, i);
        const char *field = json_get_text(one, "field");
        if (strcmp(json_get_text(one, "kind"), "contested") == 0 &&
            (strcmp(field, "type") == 0 || strcmp(field, "stage") == 0))
            return true;
    }
    return false;
}

static void parameter(xmlTextWriterPtr w, const char *name, const char *value)
{
    if (!value[0])
        return;
    (void)xmlTextWriterStartElement(w, (const xmlChar *)"parameter");
    element(w, "valueName", name);
    element(w, "value", value);
    (void)xmlTextWriterEndElement(w);
}

static void bounds(xmlTextWriterPtr w, json_object *incident, const char *field)
{
    static const char *const ends[] = {"low", "high"};
    char name[32];
    for (size_t i = 0; i < SR_COUNT(ends); i++) {
        json_object *value = json_get(json_get(incident, field), ends[i]);
        (void)snprintf(name, sizeof name, "%s_%s", field, ends[i]);
        parameter(w, name, value ? json_object_get_string(value) : "");
    }
}

/* "ARMED_CLASH" as words. */
static void plain_type(const char *type, char out[64])
{
    size_t n = 0;
    for (; type[n] && n + 1 < 64; n++)
        out[n] = type[n] == '_' ? ' ' : (char)sr_to_lower((uint8_t)type[n]);
    out[n] = 0;
}

static void cap_info(xmlTextWriterPtr w, json_object *alert)
{
    json_object *incident = json_get(alert, "incident");
    sr_str stage = sr_str_c(json_get_text(incident, "stage"));
    char event[64];
    sr_buf body = SR_BUF_INIT;
    mail_body(alert, &body);
    sr_buf_byte(&body, 0);
    plain_type(json_get_text(incident, "type"), event);
    (void)xmlTextWriterStartElement(w, (const xmlChar *)"info");
    element(w, "language", "en");
    element(w, "category", "Security");
    element(w, "event", event);
    element(w, "responseType", "Monitor");
    element(w, "urgency", sr_cap_urgency(stage));
    element(w, "severity", cap_severity(json_get(incident, "killed")));
    element(w, "certainty",
            sr_cap_certainty(stage, is_contested(incident),
                             json_object_get_int64(json_get(incident, "support"))));
    element(w, "senderName", "sitrep");
    element(w, "headline", json_get_text(alert, "why"));
    element(w, "description", body.failed ? "" : (const char *)body.ptr);
    element(w, "web", json_get_text(json_get(alert, "links"), "page"));
    parameter(w, "incident", json_get_text(incident, "id"));
    parameter(w, "watch", json_get_text(alert, "watch"));
    parameter(w, "rule", json_get_text(alert, "rule"));
    bounds(w, incident, "killed");
    bounds(w, incident, "wounded");
    cap_area(w, json_get(incident, "place"));
    (void)xmlTextWriterEndElement(w);
    sr_buf_free(&body);
}

/* What this watch said of the incident before: an Update names it. */
static void cap_references(xmlTextWriterPtr w, json_object *earlier)
{
    sr_buf all = SR_BUF_INIT;
    char sent[40];
    for (size_t i = 0; i < json_length(earlier); i++) {
        json_object *one = json_object_array_get_idx(earlier, i);
        if (!json_get_text(one, "found")[0])
            continue;
        cap_instant(json_get_text(one, "found"), sent);
        sr_buf_printf(&all, "%ssitrep,%s,%s", all.len ? " " : "", json_get_text(one, "alert"),
                      sent);
    }
    sr_buf_byte(&all, 0);
    if (!all.failed && all.len > 1)
        element(w, "references", (const char *)all.ptr);
    sr_buf_free(&all);
}

static sr_status cap(json_object *to, json_object *alert, json_object *recent, sr_error *err)
{
    xmlBufferPtr bytes = sr_library_load(SR_LIBRARY_XML) ? xmlBufferCreate() : NULL;
    xmlTextWriterPtr w = bytes ? xmlNewTextWriterMemory(bytes, 0) : NULL;
    json_object *before = json_get(alert, "earlier");
    char path[1100], sent[40], found[FOUND_TEXT];
    (void)recent;
    if (!w) {
        if (bytes)
            xmlBufferFree(bytes);
        return io(err, "cap", "out of memory");
    }
    found_at(alert, found);
    cap_instant(found, sent);
    (void)xmlTextWriterStartDocument(w, NULL, "UTF-8", NULL);
    (void)xmlTextWriterStartElementNS(w, NULL, (const xmlChar *)"alert",
                                      (const xmlChar *)"urn:oasis:names:tc:emergency:cap:1.2");
    element(w, "identifier", json_get_text(alert, "alert"));
    element(w, "sender", "sitrep");
    element(w, "sent", sent);
    element(w, "status", strcmp(json_get_text(to, "status"), "Actual") == 0 ? "Actual" : "Test");
    element(w, "msgType", json_length(before) ? "Update" : "Alert");
    element(w, "scope", "Restricted");
    element(w, "restriction", "for those who set the watch");
    cap_references(w, before);
    element(w, "incidents", json_get_text(json_get(alert, "incident"), "id"));
    cap_info(w, alert);
    (void)xmlTextWriterEndDocument(w);
    xmlFreeTextWriter(w);
    (void)snprintf(path, sizeof path, "%.1000s/%.32s.xml", json_get_text(to, "folder"),
                   json_get_text(alert, "alert"));
    sr_status status = write_file(path, bytes, err);
    xmlBufferFree(bytes);
    return status;
}

static void atom_entry(xmlTextWriterPtr w, json_object *alert)
{
    char id[64], found[FOUND_TEXT];
    sr_buf body = SR_BUF_INIT;
    mail_body(alert, &body);
    sr_buf_byte(&body, 0);
    found_at(alert, found);
    (void)snprintf(id, sizeof id, "urn:sitrep:alert:%.32s", json_get_text(alert, "alert"));
    (void)xmlTextWriterStartElement(w, (const xmlChar *)"entry");
    element(w, "id", id);
    element(w, "title", json_get_text(alert, "why"));
    element(w, "updated", found);
    (void)xmlTextWriterStartElement(w, (const xmlChar *)"link");
    (void)xmlTextWriterWriteAttribute(
        w, (const xmlChar *)"href",
        (const xmlChar *)json_get_text(json_get(alert, "links"), "page"));
    (void)xmlTextWriterEndElement(w);
    (void)xmlTextWriterStartElement(w, (const xmlChar *)"content");
    (void)xmlTextWriterWriteAttribute(w, (const xmlChar *)"type", (const xmlChar *)"text");
    (void)xmlTextWriterWriteString(w, (const xmlChar *)(body.failed ? "" : (const char *)body.ptr));
    (void)xmlTextWriterEndElement(w);
    (void)xmlTextWriterEndElement(w);
    sr_buf_free(&body);
}

static sr_status atom(json_object *to, json_object *alert, json_object *recent, sr_error *err)
{
    xmlBufferPtr bytes = sr_library_load(SR_LIBRARY_XML) ? xmlBufferCreate() : NULL;
    xmlTextWriterPtr w = bytes ? xmlNewTextWriterMemory(bytes, 0) : NULL;
    char id[300], found[FOUND_TEXT];
    if (!w) {
        if (bytes)
            xmlBufferFree(bytes);
        return io(err, "atom", "out of memory");
    }
    found_at(json_length(recent) ? json_object_array_get_idx(recent, 0) : alert, found);
    (void)snprintf(id, sizeof id, "urn:sitrep:watch:%.200s", json_get_text(alert, "watch"));
    (void)xmlTextWriterStartDocument(w, NULL, "UTF-8", NULL);
    (void)xmlTextWriterStartElementNS(w, NULL, (const xmlChar *)"feed",
                                      (const xmlChar *)"http://www.w3.org/2005/Atom");
    element(w, "id", id);
    element(w, "title", json_get_text(alert, "watch"));
    element(w, "updated", found);
    (void)xmlTextWriterStartElement(w, (const xmlChar *)"author");
    element(w, "name", "sitrep");
    (void)xmlTextWriterEndElement(w);
    for (size_t i = 0; i < json_length(recent); i++)
        atom_entry(w, json_object_array_get_idx(recent, i));
    (void)xmlTextWriterEndDocument(w);
    xmlFreeTextWriter(w);
    sr_status status = write_file(json_get_text(to, "file"), bytes, err);
    xmlBufferFree(bytes);
    return status;
}

/* --------------------------------------------------------------------------- table */

static const struct way {
    const char *kind, *needs; // a member that must be there
    sr_status (*run)(json_object *to, json_object *alert, json_object *recent, sr_error *err);
} ways[] = {{"webhook", "url", webhook},
            {"command", "argv", command},
            {"mail", "to", mail},
            {"cap", "folder", cap},
            {"atom", "file", atom}};

static const struct way *find(json_object *to)
{
    for (size_t i = 0; i < SR_COUNT(ways); i++)
        if (strcmp(ways[i].kind, json_get_text(to, "kind")) == 0)
            return &ways[i];
    return NULL;
}

sr_status deliver_check(json_object *to, sr_error *err)
{
    const struct way *way = find(to);
    if (!way)
        return sr_error_set(err, SR_E_USAGE, json_get_text(to, "kind"), 0,
                            "no such delivery; webhook, command, mail, cap or atom");
    json_object *needed = json_get(to, way->needs);
    bool list = strcmp(way->needs, "argv") == 0;
    bool there = list ? json_object_is_type(needed, json_type_array) && json_length(needed)
                      : json_get_text(to, way->needs)[0] != 0;
    if (!there)
        return sr_error_set(err, SR_E_USAGE, way->kind, 0, "wants a %s", way->needs);
    const char *url = json_get_text(to, "url");
    if (way->run == webhook && strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
        return sr_error_set(err, SR_E_USAGE, "webhook", 0, "wants an http or https address");
    if (way->run == mail && strpbrk(json_get_text(to, "to"), "\r\n"))
        return sr_error_set(err, SR_E_USAGE, "mail", 0, "an address is one line");
    return SR_OK;
}

sr_status deliver(json_object *to, json_object *alert, json_object *recent, sr_error *err)
{
    sr_status status = deliver_check(to, err);
    return status == SR_OK ? find(to)->run(to, alert, recent, err) : status;
}

bool deliver_is_file(json_object *to)
{
    const struct way *way = find(to);
    return way && (way->run == cap || way->run == atom);
}
