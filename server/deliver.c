/* Ways out of the house; see deliver.h.  Names and texts of reports are foreign: no shell sees
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
#include "base/error.h"
#include "base/library.h"

#define SECONDS_MOST 20
#define SIGNATURE    100 // bytes: the header's name, sha256= and 64 digits

extern char **environ;

static json_object *get(json_object *o, const char *name)
{
    return json_object_is_type(o, json_type_object) ? json_object_object_get(o, name) : NULL;
}

static const char *text(json_object *o, const char *name)
{
    json_object *value = get(o, name);
    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
}

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
    char signature[SIGNATURE], id[64];
    long status = 0;
    (void)recent;
    if (!curl)
        return io(err, "webhook", "out of memory");
    sign(text(to, "secret"), body, strlen(body), signature);
    (void)snprintf(id, sizeof id, "X-Sitrep-Alert: %.32s", text(alert, "alert"));
    headers = curl_slist_append(headers, id);
    if (text(to, "secret")[0])
        headers = curl_slist_append(headers, signature);
    curl_easy_setopt(curl, CURLOPT_URL, text(to, "url"));
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
        return io(err, text(to, "url"), curl_easy_strerror(code));
    if (status >= 200 && status < 300)
        return SR_OK;
    return sr_error_set(err, SR_E_IO, text(to, "url"), 0, "answers %ld", status);
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
        if (put < 0)
            return;
        bytes += put;
        n -= (size_t)put;
    }
}

static sr_status run(char *const argv[], const char *input, sr_error *err)
{
    int pipes[2], status = 0;
    pid_t pid;
    posix_spawn_file_actions_t actions;
    time_t deadline = time(NULL) + SECONDS_MOST;
    if (pipe2(pipes, O_CLOEXEC) != 0)
        return io(err, argv[0], strerror(errno));
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipes[0], STDIN_FILENO);
    int failed = posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
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
    json_object *words = get(to, "argv");
    char *argv[33] = {0};
    (void)recent;
    for (size_t i = 0; i < json_object_array_length(words) && i < 32; i++)
        argv[i] = (char *)(uintptr_t)json_object_get_string(json_object_array_get_idx(words, i));
    return run(argv, json_object_to_json_string_ext(alert, JSON_C_TO_STRING_PLAIN), err);
}

/* Lines of a mail for people: why, the values, the words with their sources, links. */
static void mail_body(json_object *alert, sr_buf *out)
{
    json_object *evidence = get(alert, "evidence"), *incident = get(alert, "incident");
    sr_buf_printf(out, "%s\n\nincident: %s %s\nplace: %s %s\nfirst told: %s, last: %s\n\n",
                  text(alert, "why"), text(incident, "type"), text(incident, "stage"),
                  text(get(incident, "place"), "name"), text(get(incident, "place"), "country"),
                  text(incident, "first_seen"), text(incident, "last_seen"));
    for (size_t i = 0; i < json_object_array_length(evidence); i++) {
        json_object *e = json_object_array_get_idx(evidence, i);
        sr_buf_printf(out, "> %s\n  %s %s %s\n", text(e, "words"), text(e, "publisher"),
                      text(e, "published"), text(e, "url"));
    }
    sr_buf_printf(out, "\n%s\n\nwatch %s: %s\n", text(get(alert, "links"), "page"),
                  text(alert, "watch"), text(alert, "rule"));
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
                  text(to, "to"), text(alert, "watch"), text(alert, "alert"));
    mail_body(alert, &message);
    sr_buf_byte(&message, 0);
    sr_status status = message.failed ? io(err, "mail", "out of memory")
                                      : run(argv, (const char *)message.ptr, err);
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

static void element(xmlTextWriterPtr w, const char *name, const char *value)
{
    (void)xmlTextWriterWriteElement(w, (const xmlChar *)name, (const xmlChar *)value);
}

/* "2024-03-22T14:05:07Z" as CAP writes it: with -00:00. */
static void cap_instant(const char *utc, char out[40])
{
    (void)snprintf(out, 40, "%.19s-00:00", utc);
}

/* Area of an alert: the name of the place, and a circle where it is known. */
static void cap_area(xmlTextWriterPtr w, json_object *place)
{
    char description[300], circle[80];
    (void)snprintf(description, sizeof description, "%.140s %.8s", text(place, "name"),
                   text(place, "country"));
    (void)xmlTextWriterStartElement(w, (const xmlChar *)"area");
    element(w, "areaDesc",
            text(place, "name")[0] || text(place, "country")[0] ? description : "unknown");
    if (get(place, "lat") && strcmp(text(place, "precision"), "country") != 0) {
        const char *precision = text(place, "precision");
        (void)snprintf(circle, sizeof circle, "%.5f,%.5f %d",
                       json_object_get_double(get(place, "lat")),
                       json_object_get_double(get(place, "lon")),
                       strcmp(precision, "exact") == 0  ? 1
                       : strcmp(precision, "city") == 0 ? 8
                                                        : 80);
        element(w, "circle", circle);
    }
    (void)xmlTextWriterEndElement(w);
}

static bool is_open(const char *stage)
{
    static const char *const open[] = {"threatened", "planned", "hypothetical", "disputed"};
    for (size_t i = 0; i < SR_COUNT(open); i++)
        if (strcmp(open[i], stage) == 0)
            return true;
    return false;
}

static const char *cap_urgency(const char *stage)
{
    return strcmp(stage, "ongoing") == 0                                       ? "Immediate"
           : strcmp(stage, "threatened") == 0 || strcmp(stage, "planned") == 0 ? "Future"
           : strcmp(stage, "hypothetical") == 0                                ? "Unknown"
                                                                               : "Past";
}

/* As the exporter has it (src/publish/write_cap.c). */
static const char *cap_severity(json_object *killed)
{
    json_object *n = get(killed, "best") ? get(killed, "best") : get(killed, "low");
    int64_t dead = n ? json_object_get_int64(n) : -1;
    return dead >= 50   ? "Extreme"
           : dead >= 10 ? "Severe"
           : dead >= 1  ? "Moderate"
           : dead == 0  ? "Minor"
                        : "Unknown";
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
        json_object *value = get(get(incident, field), ends[i]);
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
    json_object *incident = get(alert, "incident");
    const char *stage = text(incident, "stage");
    char event[64];
    sr_buf body = SR_BUF_INIT;
    mail_body(alert, &body);
    sr_buf_byte(&body, 0);
    plain_type(text(incident, "type"), event);
    (void)xmlTextWriterStartElement(w, (const xmlChar *)"info");
    element(w, "language", "en");
    element(w, "category", "Security");
    element(w, "event", event);
    element(w, "responseType", "Monitor");
    element(w, "urgency", cap_urgency(stage));
    element(w, "severity", cap_severity(get(incident, "killed")));
    element(w, "certainty",
            is_open(stage)                                         ? "Possible"
            : json_object_get_int64(get(incident, "support")) >= 2 ? "Observed"
                                                                   : "Likely");
    element(w, "senderName", "sitrep");
    element(w, "headline", text(alert, "why"));
    element(w, "description", body.failed ? "" : (const char *)body.ptr);
    element(w, "web", text(get(alert, "links"), "page"));
    parameter(w, "incident", text(incident, "id"));
    parameter(w, "watch", text(alert, "watch"));
    parameter(w, "rule", text(alert, "rule"));
    bounds(w, incident, "killed");
    bounds(w, incident, "wounded");
    cap_area(w, get(incident, "place"));
    (void)xmlTextWriterEndElement(w);
    sr_buf_free(&body);
}

/* What this watch said of the incident before: an Update names it. */
static void cap_references(xmlTextWriterPtr w, json_object *earlier)
{
    sr_buf all = SR_BUF_INIT;
    char sent[40];
    for (size_t i = 0; i < json_object_array_length(earlier); i++) {
        json_object *one = json_object_array_get_idx(earlier, i);
        if (!text(one, "found")[0])
            continue;
        cap_instant(text(one, "found"), sent);
        sr_buf_printf(&all, "%ssitrep,%s,%s", all.len ? " " : "", text(one, "alert"), sent);
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
    json_object *before = get(alert, "earlier");
    char path[1100], sent[40];
    (void)recent;
    if (!w) {
        if (bytes)
            xmlBufferFree(bytes);
        return io(err, "cap", "out of memory");
    }
    cap_instant(text(alert, "found"), sent);
    (void)xmlTextWriterStartDocument(w, NULL, "UTF-8", NULL);
    (void)xmlTextWriterStartElementNS(w, NULL, (const xmlChar *)"alert",
                                      (const xmlChar *)"urn:oasis:names:tc:emergency:cap:1.2");
    element(w, "identifier", text(alert, "alert"));
    element(w, "sender", "sitrep");
    element(w, "sent", sent);
    element(w, "status", strcmp(text(to, "status"), "Actual") == 0 ? "Actual" : "Test");
    element(w, "msgType", json_object_array_length(before) ? "Update" : "Alert");
    element(w, "scope", "Restricted");
    element(w, "restriction", "for those who set the watch");
    cap_references(w, before);
    element(w, "incidents", text(get(alert, "incident"), "id"));
    cap_info(w, alert);
    (void)xmlTextWriterEndDocument(w);
    xmlFreeTextWriter(w);
    (void)snprintf(path, sizeof path, "%.1000s/%.32s.xml", text(to, "folder"),
                   text(alert, "alert"));
    sr_status status = write_file(path, bytes, err);
    xmlBufferFree(bytes);
    return status;
}

static void atom_entry(xmlTextWriterPtr w, json_object *alert)
{
    char id[64];
    sr_buf body = SR_BUF_INIT;
    mail_body(alert, &body);
    sr_buf_byte(&body, 0);
    (void)snprintf(id, sizeof id, "urn:sitrep:alert:%.32s", text(alert, "alert"));
    (void)xmlTextWriterStartElement(w, (const xmlChar *)"entry");
    element(w, "id", id);
    element(w, "title", text(alert, "why"));
    element(w, "updated", text(alert, "found"));
    (void)xmlTextWriterStartElement(w, (const xmlChar *)"link");
    (void)xmlTextWriterWriteAttribute(w, (const xmlChar *)"href",
                                      (const xmlChar *)text(get(alert, "links"), "page"));
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
    char id[300];
    if (!w) {
        if (bytes)
            xmlBufferFree(bytes);
        return io(err, "atom", "out of memory");
    }
    (void)snprintf(id, sizeof id, "urn:sitrep:watch:%.200s", text(alert, "watch"));
    (void)xmlTextWriterStartDocument(w, NULL, "UTF-8", NULL);
    (void)xmlTextWriterStartElementNS(w, NULL, (const xmlChar *)"feed",
                                      (const xmlChar *)"http://www.w3.org/2005/Atom");
    element(w, "id", id);
    element(w, "title", text(alert, "watch"));
    element(w, "updated", text(json_object_array_get_idx(recent, 0), "found"));
    (void)xmlTextWriterStartElement(w, (const xmlChar *)"author");
    element(w, "name", "sitrep");
    (void)xmlTextWriterEndElement(w);
    for (size_t i = 0; i < json_object_array_length(recent); i++)
        atom_entry(w, json_object_array_get_idx(recent, i));
    (void)xmlTextWriterEndDocument(w);
    xmlFreeTextWriter(w);
    sr_status status = write_file(text(to, "file"), bytes, err);
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
        if (strcmp(ways[i].kind, text(to, "kind")) == 0)
            return &ways[i];
    return NULL;
}

sr_status deliver_check(json_object *to, sr_error *err)
{
    const struct way *way = find(to);
    if (!way)
        return sr_error_set(err, SR_E_USAGE, text(to, "kind"), 0,
                            "no such delivery; webhook, command, mail, cap or atom");
    json_object *needed = get(to, way->needs);
    bool list = strcmp(way->needs, "argv") == 0;
    bool there =
        list ? json_object_is_type(needed, json_type_array) && json_object_array_length(needed)
             : text(to, way->needs)[0] != 0;
    if (!there)
        return sr_error_set(err, SR_E_USAGE, way->kind, 0, "wants a %s", way->needs);
    const char *url = text(to, "url");
    if (way->run == webhook && strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
        return sr_error_set(err, SR_E_USAGE, "webhook", 0, "wants an http or https address");
    if (way->run == mail && strpbrk(text(to, "to"), "\r\n"))
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
