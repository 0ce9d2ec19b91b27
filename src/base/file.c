/* Mapping and listing; see file.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

static sr_status failed(const char *path, const char *what, sr_error *err)
{
    char text[128] = "";
    int  number = errno;
    const char *why = strerror_r(number, text, sizeof text);
    return sr_error_set(err, number == ENOENT ? SR_E_NOT_FOUND : SR_E_IO, path, 0, "%s: %s", what, why);
}

static sr_status map_open(const char *path, int fd, sr_str *bytes, sr_error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return failed(path, "cannot look at it", err);
    if (!S_ISREG(st.st_mode))
        return sr_error_set(err, SR_E_IO, path, 0, "not a regular file");
    if ((uint64_t)st.st_size > SR_LIMIT_FILE_BYTES)
        return sr_error_set(err, SR_E_LIMIT, path, 0, "larger than %u bytes", SR_LIMIT_FILE_BYTES);
    if (st.st_size == 0)
        return SR_OK;
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED)
        return failed(path, "cannot map it", err);
    *bytes = sr_str_from(p, (size_t)st.st_size);
    return SR_OK;
}

sr_status sr_file_map(const char *path, sr_str *bytes, sr_error *err)
{
    *bytes = (sr_str){NULL, 0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return failed(path, "cannot open it", err);
    sr_status status = map_open(path, fd, bytes, err);
    (void)close(fd);
    return status;
}

void sr_file_unmap(sr_str bytes)
{
    if (bytes.len)
        (void)munmap((void *)(uintptr_t)bytes.ptr, bytes.len);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

sr_status sr_file_list(const char *folder, const char *suffix, sr_arena *arena,
                       const char *const **names, size_t *n, sr_error *err)
{
    SR_LIST(const char *) list = {0};
    *names = NULL;
    *n = 0;
    DIR *dir = opendir(folder);
    if (!dir)
        return failed(folder, "cannot open the folder", err);
    errno = 0;
    for (struct dirent *entry; (entry = readdir(dir)); errno = 0) {
        sr_str name = sr_str_c(entry->d_name);
        if (name.ptr[0] != '.' && sr_str_ends(name, sr_str_c(suffix)))
            *SR_PUSH(arena, &list) = sr_arena_copy(arena, name.ptr, name.len);
    }
    sr_status status = errno ? failed(folder, "cannot read the folder", err) : SR_OK;
    (void)closedir(dir);
    if (list.n)
        qsort(list.at, list.n, sizeof *list.at, by_name);
    *names = list.at;
    *n = list.n;
    return status;
}
