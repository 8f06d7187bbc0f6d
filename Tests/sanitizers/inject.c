#define _GNU_SOURCE
#include "inject.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <semaphore.h>
#include <stdarg.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

struct inject inject = {.wakeup = -1, .first = -1, .second = -1};
static sem_t go, resting;
static bool has_semaphores;
static long held, wrong;

void inject_begin(int kind, long at, enum manner manner) {
  inject = (struct inject){
    .kind = kind, .at = at, .manner = manner, .wakeup = -1, .first = -1, .second = -1};
  if (has_semaphores) sem_destroy(&go), sem_destroy(&resting);
  sem_init(&go, 0, 0);
  sem_init(&resting, 0, 0);
  has_semaphores = true;
}

void inject_rest(void) { sem_wait(&resting); }
void inject_go(void) { sem_post(&go); }

void claim(bool holds, const char *sentence, const char *text, long number) {
  if (holds) {
    held++;
    return;
  }
  if (wrong++ < 20) printf("WRONG %s: %s %ld\n", sentence, text, number);
}

int claims_end(void) {
  printf("%ld claims hold, %ld do not\n", held, wrong);
  return wrong > 0;
}

/* Whether this call is hit. */
static bool is_hit(enum call call) {
  long number = inject.count++, past = number - inject.at;
  bool hit = inject.manner == ONCE ? past == 0
    : inject.manner == LASTING     ? past >= 0
                                   : past >= 0 && past % 2 == 0;
  if (!hit || inject.kind == 0) return false;
  if (!inject.is_reached) inject.hit = call;
  inject.is_reached = true;
  if (inject.kind == SHORT) return true;
  inject.has_failed[call] = true;
  errno = inject.kind;
  return true;
}

/* Whether it fails; a short transfer is no failure of calls that transfer nothing. */
static bool fails(enum call call) { return is_hit(call) && inject.kind != SHORT; }

bool inject_fails(void) { return fails(OTHER); }

bool inject_explains(int64_t answer, int64_t expected) {
  if (answer == expected) return true;
  return inject.kind > 0 && inject.is_reached && answer == -inject.kind;
}

/* Descriptors that are open. */
static int open_descriptors(void) {
  int count = 0;
  for (int each = 0; each < 256; each++) count += fcntl(each, F_GETFD) >= 0;
  return count;
}

void inject_each(const char *name, bool (*body)(void)) {
  static const int kinds[] = {SHORT, EAGAIN, EINTR, EIO, ENOSPC};
  bool is_first = true;
  long runs = 0;
  for (size_t each = 0; each < sizeof kinds / sizeof *kinds; each++) {
    for (enum manner manner = ONCE; manner <= LASTING; manner++) {
      /* Interrupted for ever, a call is tried for ever. */
      if (kinds[each] == EINTR && manner == LASTING) continue;
      for (long at = 0;; at++) {
        inject_begin(kinds[each], at, manner);
        int before = open_descriptors();
        bool is_right = body();
        bool is_reached = inject.is_reached;
        claim(is_right, name, strerror(kinds[each]), at);
        /* A first run may open what stays open. */
        claim(is_first || open_descriptors() == before, "every descriptor is closed", name, at);
        is_first = false;
        if (!is_reached) break;
        runs++;
      }
    }
  }
  printf("%s: %ld faults\n", name, runs);
}

static bool ends(const char *path, const char *ending) {
  size_t length = strlen(path), tail = strlen(ending);
  return length >= tail && strcmp(path + length - tail, ending) == 0;
}

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & O_CREAT ? (mode_t)va_arg(list, int) : 0;
  va_end(list);
  if (fails(OPEN)) return -1;
  int descriptor = __real_open(path, flags, mode);
  if (descriptor >= 0 && ends(path, ".first")) inject.first = descriptor;
  if (descriptor >= 0 && ends(path, ".second")) inject.second = descriptor;
  return descriptor;
}

ssize_t __real_write(int descriptor, const void *bytes, size_t count);
ssize_t __wrap_write(int descriptor, const void *bytes, size_t count);
ssize_t __wrap_write(int descriptor, const void *bytes, size_t count) {
  if (descriptor == inject.wakeup) return (ssize_t)count;
  if (is_hit(WRITE)) {
    if (inject.kind != SHORT) return -1;
    if (count > 1) count /= 2;
  }
  if (descriptor == inject.second && inject.first >= 0 && inject.unsynced > 0) {
    inject.is_out_of_order = true;
  }
  ssize_t gone = __real_write(descriptor, bytes, count);
  if (descriptor == inject.first && gone > 0) inject.unsynced += (uint64_t)gone;
  return gone;
}

ssize_t __real_read(int descriptor, void *bytes, size_t count);
ssize_t __wrap_read(int descriptor, void *bytes, size_t count);
ssize_t __wrap_read(int descriptor, void *bytes, size_t count) {
  if (descriptor == inject.wakeup) return __real_read(descriptor, bytes, count);
  if (is_hit(READ)) {
    if (inject.kind != SHORT) return -1;
    if (count > 1) count /= 2;
  }
  return __real_read(descriptor, bytes, count);
}

/* Nothing waits for a disk here: that a file was synchronised is noted. */
static int sync_file(int descriptor) {
  if (fails(SYNC)) return -1;
  if (descriptor == inject.first) inject.unsynced = 0;
  return 0;
}

int __wrap_fsync(int descriptor);
int __wrap_fsync(int descriptor) { return sync_file(descriptor); }
int __wrap_fdatasync(int descriptor);
int __wrap_fdatasync(int descriptor) { return sync_file(descriptor); }

int __real_ftruncate(int descriptor, off_t length);
int __wrap_ftruncate(int descriptor, off_t length);
int __wrap_ftruncate(int descriptor, off_t length) {
  return fails(TRUNCATE) ? -1 : __real_ftruncate(descriptor, length);
}

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to) {
  return fails(RENAME) ? -1 : __real_rename(from, to);
}

int __real_close(int descriptor);
int __wrap_close(int descriptor);
int __wrap_close(int descriptor) {
  if (descriptor == inject.first) inject.first = -1;
  if (descriptor == inject.second) inject.second = -1;
  bool is_failure = fails(CLOSE);
  /* Linux releases the descriptor in any case. */
  int outcome = __real_close(descriptor);
  if (is_failure) errno = inject.kind;
  return is_failure ? -1 : outcome;
}

int __real_poll(struct pollfd *entries, nfds_t count, int milliseconds);
int __wrap_poll(struct pollfd *entries, nfds_t count, int milliseconds);
int __wrap_poll(struct pollfd *entries, nfds_t count, int milliseconds) {
  if (count == 1 && entries[0].fd == inject.wakeup && inject.wakeup >= 0) {
    sem_post(&resting);
    sem_wait(&go);
    return 0;
  }
  if (milliseconds > 0) inject.clock_ms += milliseconds;
  /* Whoever waits for a descriptor for 2 s lets the test go on: the search ends meanwhile. */
  if (++inject.waits % 20 == 0) sem_post(&resting);
  /* Every other call is one of those that transfer. */
  if (inject.manner != ALTERNATING && fails(POLL)) return -1;
  return __real_poll(entries, count, 0);
}

int __real_ppoll(
  struct pollfd *entries, nfds_t count, const struct timespec *wait, const sigset_t *set);
int __wrap_ppoll(
  struct pollfd *entries, nfds_t count, const struct timespec *wait, const sigset_t *set);
int __wrap_ppoll(
  struct pollfd *entries, nfds_t count, const struct timespec *wait, const sigset_t *set) {
  return fails(POLL) ? -1 : __real_ppoll(entries, count, wait, set);
}

void *__real_mmap(void *at, size_t count, int rights, int how, int descriptor, off_t start);
void *__wrap_mmap(void *at, size_t count, int rights, int how, int descriptor, off_t start);
void *__wrap_mmap(void *at, size_t count, int rights, int how, int descriptor, off_t start) {
  return fails(OTHER) ? MAP_FAILED : __real_mmap(at, count, rights, how, descriptor, start);
}

int __real_ioctl(int descriptor, unsigned long request, void *argument);
int __wrap_ioctl(int descriptor, unsigned long request, void *argument);
int __wrap_ioctl(int descriptor, unsigned long request, void *argument) {
  return fails(OTHER) ? -1 : __real_ioctl(descriptor, request, argument);
}

int __real_eventfd(unsigned count, int flags);
int __wrap_eventfd(unsigned count, int flags);
int __wrap_eventfd(unsigned count, int flags) {
  inject.wakeup = __real_eventfd(count, flags);
  return inject.wakeup;
}

int __real_clock_gettime(clockid_t clock, struct timespec *now);
int __wrap_clock_gettime(clockid_t clock, struct timespec *now);
int __wrap_clock_gettime(clockid_t clock, struct timespec *now) {
  if (clock != CLOCK_MONOTONIC) return __real_clock_gettime(clock, now);
  now->tv_sec = inject.clock_ms / 1000;
  now->tv_nsec = inject.clock_ms % 1000 * 1000000;
  return 0;
}

int __real_pthread_timedjoin_np(pthread_t thread, void **value, const struct timespec *limit);
int __wrap_pthread_timedjoin_np(pthread_t thread, void **value, const struct timespec *limit);
int __wrap_pthread_timedjoin_np(pthread_t thread, void **value, const struct timespec *limit) {
  sem_post(&go);
  return __real_pthread_timedjoin_np(thread, value, limit);
}
