/* Faults in the calls of a C file under test: at one call, from it on, or at every other one.
 *
 * The linker gives the files under test these calls in place of libc's (-Wl,--wrap=NAME). */
#ifndef INJECT_H
#define INJECT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kinds of faults: an error number, or a transfer of half its bytes. */
enum { SHORT = -1 };
enum manner { ONCE, LASTING, ALTERNATING };

enum call { NO_CALL, OPEN, WRITE, READ, SYNC, TRUNCATE, RENAME, CLOSE, POLL, OTHER, CALLS };

/* A fault to come, and what became of it. */
struct inject {
  int kind;
  long at;
  enum manner manner;
  long count;          /* Calls so far. */
  bool is_reached;     /* Whether a call was hit. */
  enum call hit;       /* The first call that was. */
  bool has_failed[CALLS];
  long waits;          /* Polls of other descriptors. */
  int64_t clock_ms;    /* The monotonic clock: it goes on in waits alone. */
  int wakeup;          /* A descriptor whose poll is the thread's rest; -1 without one. */
  int first, second;   /* Files whose names end so: what is written to the second finds the first synced. */
  uint64_t unsynced;   /* Bytes of the first that are not on the medium. */
  bool is_out_of_order;
};
extern struct inject inject;

/* Gets ready for a run. */
void inject_begin(int kind, long at, enum manner manner);
/* Whether the next call of a library that is stood in for fails, with its error in errno. */
bool inject_fails(void);
/* Waits until the thread under test rests; lets it go on. */
void inject_rest(void);
void inject_go(void);

/* Calls `body` with a fault at each of its calls, once and from it on. `body` answers whether it was right. */
void inject_each(const char *name, bool (*body)(void));
/* Whether an answer is right: what it is without a fault, or the error that was injected. */
bool inject_explains(int64_t answer, int64_t expected);

/* Claims; a claim that does not hold is printed with `text` and counted. */
void claim(bool holds, const char *sentence, const char *text, long number);
int claims_end(void);

#endif
