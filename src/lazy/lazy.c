/* Loads libraries when they are first needed; see base/library.h.
 *
 * sitrep's start was 17 ms when all of its libraries and theirs (62 files) were loaded and relocated
 * every time; most runs need none of the nine here.  Linked into `sitrep` and libsitrep.so only.
 * The names of the files are those that the linker would have written down: libraries.h is made
 * from a library that is linked as usual (needs.c).
 * SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <unicode/urename.h>

#include "base/library.h"
#include "libraries.h"

#define TEXT(name) #name
#define EXPANDED(name) TEXT(name) // u_strFromUTF8 is u_strFromUTF8_72

typedef struct function {
    sr_library  library;
    const char *name;
} function;

static const function functions[] = {
#define SR_LAZY(library, name) {SR_LIBRARY_##library, EXPANDED(name)},
#include "lazy/functions_list.h"
#undef SR_LAZY
};

enum { FUNCTIONS = sizeof functions / sizeof functions[0] };

static const char *const files[SR_LIBRARIES] = SR_LIBRARY_FILES;

/* For each function a jump of its name through a slot, which leads to the function once its library is
 * loaded, and before to sr_lazy_first, which loads it.  Linked before the libraries, so that the linker
 * (--as-needed) finds nothing left for them to do and leaves them out.  Arguments are in the registers of
 * the System V ABI and on the stack, and stay there: any signature will do. */
__asm__(".pushsection .data.rel.sr_lazy, \"aw\"\n"
        ".balign 8\n"
        ".hidden sr_lazy_slots\n"
        ".globl sr_lazy_slots\n"
        "sr_lazy_slots:\n"
        ".popsection\n"
        ".set sr_lazy_number, 0\n"
        ".pushsection .text\n"
        "sr_lazy_first:\n" // above the return address: the function's number
        "push %rax; push %rdi; push %rsi; push %rdx; push %rcx; push %r8; push %r9; push %r10\n"
        "sub $128, %rsp\n"
        "movups %xmm0, (%rsp); movups %xmm1, 16(%rsp); movups %xmm2, 32(%rsp); movups %xmm3, 48(%rsp)\n"
        "movups %xmm4, 64(%rsp); movups %xmm5, 80(%rsp); movups %xmm6, 96(%rsp); movups %xmm7, 112(%rsp)\n"
        "mov 192(%rsp), %rdi\n"
        "call sr_lazy_find\n"
        "mov %rax, %r11\n"
        "movups (%rsp), %xmm0; movups 16(%rsp), %xmm1; movups 32(%rsp), %xmm2; movups 48(%rsp), %xmm3\n"
        "movups 64(%rsp), %xmm4; movups 80(%rsp), %xmm5; movups 96(%rsp), %xmm6; movups 112(%rsp), %xmm7\n"
        "add $128, %rsp\n"
        "pop %r10; pop %r9; pop %r8; pop %rcx; pop %rdx; pop %rsi; pop %rdi; pop %rax\n"
        "add $8, %rsp\n"
        "jmp *%r11\n"
        ".popsection\n");
#define SR_LAZY(library, name)                                                                     \
    __asm__(".pushsection .data.rel.sr_lazy, \"aw\"\n"                                              \
            "1: .quad 2f\n"                                                                         \
            ".popsection\n"                                                                         \
            ".pushsection .text\n"                                                                 \
            ".balign 16\n"                                                                          \
            ".hidden " EXPANDED(name) "\n"                                                          \
            ".globl " EXPANDED(name) "\n"                                                           \
            ".type " EXPANDED(name) ", @function\n"                                                 \
            EXPANDED(name) ": jmp *1b(%rip)\n"                                                      \
            "2: pushq $sr_lazy_number\n"                                                            \
            "jmp sr_lazy_first\n"                                                                   \
            ".popsection\n"                                                                        \
            ".set sr_lazy_number, sr_lazy_number + 1\n");
#include "lazy/functions_list.h"
#undef SR_LAZY

extern void *sr_lazy_slots[FUNCTIONS];
void        *sr_lazy_find(size_t number);

typedef enum state { NOT_TRIED, LOADED, MISSING } state;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static state           states[SR_LIBRARIES];

static state load(sr_library library)
{
    void *handle = dlopen(files[library], RTLD_NOW | RTLD_LOCAL); // never closed: its threads and handlers stay
    for (size_t i = 0; handle && i < FUNCTIONS; i++) {
        if (functions[i].library != library)
            continue;
        void *found = dlsym(handle, functions[i].name); // also in the libraries it needs itself
        if (!found)
            return MISSING;
        sr_lazy_slots[i] = found;
    }
    return handle ? LOADED : MISSING;
}

bool sr_library_load(sr_library library)
{
    assert(library < SR_LIBRARIES);
    (void)pthread_mutex_lock(&lock);
    if (states[library] == NOT_TRIED)
        states[library] = load(library);
    bool loaded = states[library] == LOADED;
    (void)pthread_mutex_unlock(&lock);
    return loaded;
}

const char *sr_library_name(sr_library library)
{
    return files[library];
}

/* A function is called before anybody asked for its library: where it is. */
void *sr_lazy_find(size_t number)
{
    sr_library_need(functions[number].library);
    return sr_lazy_slots[number];
}
