/* An empty library that is linked with all that lazy.c loads: tells their file names, and the Debian
 * package what it depends on.  Not installed.
 * SPDX-License-Identifier: Apache-2.0 */
int sr_lazy_needs(void);

int sr_lazy_needs(void)
{
    return 0;
}
