/* The writer of the unit with a fault at every one of its calls.
 *
 * Whatever fails: no memory is touched that is not the writer's, what is told is true, a file that took all is
 * whole, one that failed ends with a whole sample, and every byte was taken or is counted as lost. */
#define _GNU_SOURCE
#include "cunit.h"
#include "inject.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST, SECOND, LINES, DESCRIPTIONS, FILES, RECORD = 12, SECONDS = 10000, MEGABYTE = 1 << 20 };
static char folder[64];
static uint8_t put[FILES][4 * MEGABYTE];
static size_t put_count[FILES];

static void path_of(char path[96], const char *name) { snprintf(path, 96, "%s/%s", folder, name); }

/* Appends bytes that are no others'. */
static void append(struct cunit_writer *w, uint32_t slot, size_t count) {
  uint8_t bytes[CUNIT_BUFFER_BYTES];
  for (size_t each = 0; each < count; each++) {
    bytes[each] = (uint8_t)((put_count[slot] + each) * 2654435761u >> 16);
  }
  memcpy(put[slot] + put_count[slot], bytes, count);
  put_count[slot] += count;
  claim(cunit_writer_put(w, CUNIT_APPEND, slot, 0, 0, bytes, count), "an order finds room", "", slot);
}

static void make(struct cunit_writer *w, uint32_t slot, const char *name, uint16_t record, uint16_t how) {
  char path[96];
  path_of(path, name);
  unlink(path);
  put_count[slot] = 0;
  cunit_writer_put(w, CUNIT_MAKE, slot, record, how, (uint8_t *)path, strlen(path));
}

static void replace(struct cunit_writer *w, const char *content) {
  uint8_t order[256];
  char path[96];
  path_of(path, "descriptions");
  size_t length = strlen(path) + 1;
  memcpy(order, path, length);
  memcpy(order + length, content, strlen(content));
  cunit_writer_put(w, CUNIT_REPLACE, DESCRIPTIONS, 0, 0, order, length + strlen(content));
}

/* What a file holds: its bytes, -1 when there is none. */
static ssize_t content(const char *name, uint8_t *bytes, size_t capacity) {
  char path[96];
  path_of(path, name);
  inject.kind = 0;
  return (ssize_t)cunit_file_read(path, bytes, capacity);
}

/* A search in small: descriptions, events that come first, samples that overflow a buffer, lines. */
static struct cunit_writer_state search(int lines) {
  struct cunit_writer_state state = {0};
  struct cunit_writer *w = cunit_writer_start(MEGABYTE, 0);
  inject_rest();
  make(w, FIRST, "a.first", 1, CUNIT_LINES | CUNIT_FIRST);
  replace(w, "old");
  make(w, SECOND, "a.second", RECORD, 0);
  int32_t descriptor = lines;
  put_count[LINES] = 0;
  cunit_writer_put(w, CUNIT_ADOPT, LINES, 1, CUNIT_LINES, (uint8_t *)&descriptor, sizeof descriptor);
  for (int round = 0; round < 3; round++) {
    inject_go();
    inject_rest();
    append(w, FIRST, 100);
    for (int each = 0; each < 20; each++) append(w, SECOND, RECORD);
    append(w, LINES, 80);
    for (int each = 0; round == 1 && each < 3; each++) {
      append(w, SECOND, 3000 * RECORD);
      append(w, LINES, 40000);
    }
  }
  replace(w, "new content");
  claim(cunit_writer_finish(w, SECONDS, &state), "the end comes in time", "call", inject.at);
  return state;
}

/* Whether an error at a call is told, in any manner. */
static bool is_told(enum call call) {
  return call == OPEN || call == WRITE || call == SYNC || call == RENAME;
}

/* Whether the writer goes on after an error, once or at every other call. */
static bool is_passed(int kind, enum call call) {
  if (kind == SHORT || call == POLL) return true;
  if (kind == EINTR) return call != RENAME;
  return kind == EAGAIN && call == WRITE;
}

/* Checks the files after a search that something was done to. */
static void check(const struct cunit_writer_state *state, const char *name) {
  static uint8_t bytes[4 * MEGABYTE];
  const char *names[] = {"a.first", "a.second", "lines"};
  bool is_cut = !inject.has_failed[TRUNCATE];
  long at = inject.at;
  size_t held = 0, all = 0;
  for (uint32_t each = 0; each < DESCRIPTIONS; each++) {
    ssize_t count = content(names[each], bytes, sizeof bytes);
    size_t length = count < 0 ? 0 : (size_t)count;
    bool has_failed = state->failed_slots >> each & 1;
    claim(length <= put_count[each] && memcmp(bytes, put[each], length) == 0,
          "a file holds the first of what was put, once", name, at);
    claim(has_failed || length == put_count[each], "a file that did not fail is whole", name, at);
    claim(each != SECOND || !is_cut || length % RECORD == 0, "no file ends within a sample", name, at);
    held += length;
    all += put_count[each];
  }
  claim(held + state->lost_bytes <= all && held + state->lost_bytes + RECORD > all,
        "every byte was taken or is counted as lost", name, at);
  claim((state->error == 0) == (state->failed_slots == 0), "an error has a file", name, at);
  ssize_t count = content("descriptions", bytes, sizeof bytes);
  bool is_new = count == 11 && memcmp(bytes, "new content", 11) == 0;
  bool is_old = count == 3 && memcmp(bytes, "old", 3) == 0;
  claim(is_new || ((is_old || count < 0) && state->error != 0), "a replaced file is whole", name, at);
  claim(!inject.is_out_of_order, "events are on the medium before the samples behind them", name, at);
}

/* One search with a fault; whether it was reached. */
static bool run(int kind, long at, enum manner manner, const char *name) {
  char path[96];
  path_of(path, "descriptions");
  unlink(path);
  path_of(path, "lines");
  int lines = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  inject_begin(kind, at, manner);
  struct cunit_writer_state state = search(lines);
  bool is_reached = inject.is_reached;
  bool is_told_now = false;
  for (enum call call = OPEN; call < CALLS; call++) {
    is_told_now |= inject.has_failed[call] && is_told(call);
  }
  if (is_reached && is_passed(kind, inject.hit) && manner == ONCE) {
    claim(state.error == 0, "the writer goes on", name, at);
  } else if (is_told_now && kind != EINTR && kind != EAGAIN) {
    claim(state.error == -kind, "the first error is told", name, at);
  } else if (manner == LASTING && kind == EAGAIN && inject.hit == WRITE) {
    claim(state.error == -ETIMEDOUT, "a descriptor that takes nothing has failed", name, at);
  }
  check(&state, name);
  close(lines);
  return is_reached;
}

/* A reader that stands still, at the end and with more waiting than a buffer holds. */
static void stalled(size_t each) {
  int ends[2];
  struct cunit_writer_state state = {0};
  if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) exit(1);
  inject_begin(0, 0, ONCE);
  struct cunit_writer *w = cunit_writer_start(4 * MEGABYTE, 200);
  inject_rest();
  int32_t descriptor = ends[1];
  put_count[LINES] = 0;
  cunit_writer_put(w, CUNIT_ADOPT, LINES, 1, 0, (uint8_t *)&descriptor, sizeof descriptor);
  while (put_count[LINES] < MEGABYTE) append(w, LINES, each);
  cunit_writer_finish(w, SECONDS, &state);
  claim(state.error == -ETIMEDOUT && state.slot == LINES, "a stalled reader is told", "", state.error);
  claim(inject.clock_ms < 2000, "and waited for no longer than 2 s", "", inject.clock_ms);
  static uint8_t bytes[MEGABYTE];
  ssize_t count = read(ends[0], bytes, sizeof bytes);
  claim(count > 0 && memcmp(bytes, put[LINES], (size_t)count) == 0, "what it took is right", "", count);
  claim((size_t)count + state.lost_bytes == put_count[LINES], "the rest is counted", "", count);
  close(ends[0]);
  close(ends[1]);
}

/* Orders that no caller should put. */
static void refused(void) {
  struct cunit_writer_state state = {0};
  uint8_t bytes[600];
  memset(bytes, 'x', sizeof bytes);
  inject_begin(0, 0, ONCE);
  struct cunit_writer *w = cunit_writer_start(0, 1000);
  inject_rest();
  claim(!cunit_writer_put(w, CUNIT_APPEND, CUNIT_SLOTS, 0, 0, bytes, 1), "a file too many", "", 0);
  claim(!cunit_writer_put(w, CUNIT_APPEND, 0, 0, 0, put[0], CUNIT_BUFFER_BYTES + 1), "too long", "", 0);
  cunit_writer_put(w, CUNIT_MAKE, 0, 1, 0, bytes, sizeof bytes);
  cunit_writer_put(w, CUNIT_REPLACE, 1, 1, 0, bytes, sizeof bytes);
  cunit_writer_put(w, CUNIT_ADOPT, 2, 1, 0, bytes, 2);
  cunit_writer_put(w, 99, 3, 1, 0, bytes, 2);
  cunit_writer_put(w, CUNIT_APPEND, 4, 1, 0, bytes, 77);
  cunit_writer_finish(w, SECONDS, &state);
  claim(state.failed_slots == 7 && state.error == -ENAMETOOLONG, "each is told", "", state.failed_slots);
  claim(state.lost_bytes == 77, "and what had no file is counted", "", (long)state.lost_bytes);
}

int main(void) {
  static const struct { int kind; const char *name; } kinds[] = {
    {SHORT, "short"}, {EAGAIN, "EAGAIN"}, {EINTR, "EINTR"}, {EIO, "EIO"}, {ENOSPC, "ENOSPC"}};
  snprintf(folder, sizeof folder, "%s/sapper-writer-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
  if (mkdtemp(folder) == NULL) return 1;
  long runs = 0;
  for (size_t each = 0; each < sizeof kinds / sizeof *kinds; each++) {
    for (enum manner manner = ONCE; manner <= ALTERNATING; manner++) {
      /* Interrupted for ever, a call is tried for ever. */
      if (kinds[each].kind == EINTR && manner == LASTING) continue;
      for (long at = 0; run(kinds[each].kind, at, manner, kinds[each].name); at++) runs++;
    }
  }
  claim(runs > 400, "there are calls to fail", "", runs);
  stalled(80);
  stalled(40000);
  refused();
  printf("%ld searches with a fault\n", runs);
  char command[128];
  snprintf(command, sizeof command, "rm -r '%s'", folder);
  return system(command) != 0 || claims_end();
}
