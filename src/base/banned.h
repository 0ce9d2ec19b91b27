/* Functions that overflow, keep hidden state or ask the locale: using one is a
 * compile error.  Included last by every header that source files share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_BANNED_H
#define SR_BASE_BANNED_H

#include <stdio.h>
#include <string.h>
#include <time.h>

#ifndef __clang__ // which complains of those that fortified headers make macros
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets localtime gmtime asctime ctime mktime setlocale
#endif

#endif
