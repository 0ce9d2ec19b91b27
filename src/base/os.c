/* The system's files; see os.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/os.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static sr_status failed(const char *path, const char *what, sr_error *err)
{
    char text[128] = "";
    int  number = errno;
    const char *why = strerror_r(number, text, sizeof text);
    return sr_error_set(err, number == ENOENT ? SR_E_NOT_FOUND : SR_E_IO, path, 0, "%s: %s", what, why);
}

static void describe(const struct stat *st, sr_os_entry *entry)
{
    entry->kind = S_ISREG(st->st_mode)   ? SR_OS_FILE
                  : S_ISDIR(st->st_mode) ? SR_OS_FOLDER
                  : S_ISFIFO(st->st_mode) || S_ISCHR(st->st_mode) ? SR_OS_PIPE
                                                                  : SR_OS_OTHER;
    entry->size = entry->kind == SR_OS_FILE && st->st_size > 0 ? (uint64_t)st->st_size : 0;
}

static sr_status real_look(void *world, const char *path, sr_os_entry *entry, sr_error *err)
{
    (void)world;
    struct stat st;
    if (stat(path, &st) != 0)
        return failed(path, "cannot look at it", err);
    *entry = (sr_os_entry){0};
    describe(&st, entry);
    return SR_OK;
}

static void look_in(int folder, sr_os_entry *entry)
{
    struct stat st;
    const char *name = (const char *)entry->name.ptr;
    entry->kind = SR_OS_OTHER;
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return;
    bool link = S_ISLNK(st.st_mode);
    if (link && fstatat(folder, name, &st, 0) != 0)
        return;
    describe(&st, entry);
    if (link && entry->kind == SR_OS_FOLDER)
        entry->kind = SR_OS_OTHER;
}

static sr_status real_list(void *world, const char *path, sr_os_each *each, void *payload,
                           sr_error *err)
{
    (void)world;
    DIR *folder = opendir(path);
    if (!folder)
        return failed(path, "cannot list it", err);
    struct dirent *at;
    while ((errno = 0, at = readdir(folder)) != NULL) {
        if (strcmp(at->d_name, ".") == 0 || strcmp(at->d_name, "..") == 0)
            continue;
        sr_os_entry entry = {.name = sr_str_c(at->d_name)};
        look_in(dirfd(folder), &entry);
        if (!each(payload, &entry))
            break;
    }
    sr_status status = at == NULL && errno ? failed(path, "cannot list it", err) : SR_OK;
    (void)closedir(folder);
    return status;
}

static sr_status real_open(void *world, const char *path, int *handle, sr_error *err)
{
    (void)world;
    *handle = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (*handle < 0)
        return failed(path, "cannot open it", err);
#ifdef POSIX_FADV_SEQUENTIAL
    (void)posix_fadvise(*handle, 0, 0, POSIX_FADV_SEQUENTIAL);
#endif
    return SR_OK;
}

static sr_status real_read(void *world, int handle, uint8_t *out, size_t room, size_t *got,
                           sr_error *err)
{
    (void)world;
    ssize_t n;
    do {
        n = read(handle, out, room);
    } while (n < 0 && errno == EINTR);
    *got = n > 0 ? (size_t)n : 0;
    return n < 0 ? failed("", "cannot read on", err) : SR_OK;
}

static void real_close(void *world, int handle)
{
    (void)world;
    (void)close(handle);
}

const sr_os sr_os_real = {real_look, real_list, real_open, real_read, real_close, NULL};
