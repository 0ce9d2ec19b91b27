/* The outside world as ingest sees it: looking at paths, listing folders, reading bytes.
 *
 * A table of functions, so that tests can put a small world of their own in its place and let any
 * call fail.  sr_os_real is the system's.  Texts of errors name the system's reason; `where` is
 * the path.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_OS_H
#define SR_BASE_OS_H

#include "base/error.h"
#include "base/str.h"

typedef enum sr_os_kind {
    SR_OS_FILE,
    SR_OS_FOLDER,
    SR_OS_PIPE,  // pipes and terminals: bytes come once, the size is not known
    SR_OS_OTHER, // links that lead nowhere, devices, sockets
} sr_os_kind;

typedef struct sr_os_entry {
    sr_str     name; // without the folder; terminated; lives as long as the call
    sr_os_kind kind; // of what a link leads to, but a link to a folder is OTHER: it may be a circle
    uint64_t   size; // bytes of a FILE
} sr_os_entry;

/** Told of each entry of a folder; false: no more. */
typedef bool sr_os_each(void *payload, const sr_os_entry *entry);

typedef struct sr_os {
    /** What a path is; links are followed. @return SR_E_NOT_FOUND, SR_E_IO */
    sr_status (*look)(void *world, const char *path, sr_os_entry *entry, sr_error *err);
    /** Entries of a folder but "." and "..", in no order. */
    sr_status (*list)(void *world, const char *path, sr_os_each *each, void *payload, sr_error *err);
    /** @param path    "-" is standard input
     *  @param handle  out: for read and close */
    sr_status (*open)(void *world, const char *path, int *handle, sr_error *err);
    /** Up to `room` bytes, at least one unless at the end (*got == 0). */
    sr_status (*read)(void *world, int handle, uint8_t *out, size_t room, size_t *got, sr_error *err);
    void (*close)(void *world, int handle);
    void *world;
} sr_os;

/** The system's files. Immutable; may be shared between threads. */
extern const sr_os sr_os_real;

#endif
