/* Statuses: name, value as in <sitrep/error.h>, text for people.
 * SPDX-License-Identifier: Apache-2.0 */
X(OK, 0, "ok")
X(E_IO, -1, "input or output failed")
X(E_NOMEM, -2, "out of memory")
X(E_LIMIT, -3, "a limit was reached")
X(E_CORRUPT, -4, "the file is damaged")
X(E_VERSION, -5, "the file is of another version")
X(E_NOT_FOUND, -6, "not found")
X(E_USAGE, -7, "the request makes no sense")
X(E_INPUT, -8, "the input cannot be read")
X(E_STOPPED, -9, "stopped")
