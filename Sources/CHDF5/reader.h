// A process that reads one HDF5 file for another: on damaged files libhdf5 uses what it has freed and asks for
// any amount of memory, and none of that may reach the program. What it does not survive ends the
// reader, and the program sees an answer of HDF5_LOST.
//
// It has the rights of the program, so it guards against accidents and not against a stolen process.
#pragma once

#include "calls.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HDF5_OPEN, HDF5_EXISTS, HDF5_NUMBERS, HDF5_TEXT, HDF5_DATASET, HDF5_READ, HDF5_CLOSE };
enum { HDF5_LOST = -9, HDF5_NAME_BYTES = 256, HDF5_VALUE_COUNT = 1048576 };

// What is asked and answered, in memory that both processes see.
typedef struct {
  int32_t operation;
  char object[HDF5_NAME_BYTES], name[HDF5_NAME_BYTES];
  int64_t dataset, first, columns;  // columns is the room for numbers or a text where they are asked for
  hdf5_shape shape;
  int64_t answer;
  double values[HDF5_VALUE_COUNT];  // numbers, or the bytes of a text
} hdf5_exchange;

// A reader as the program holds it.
typedef struct {
  pid_t process;
  int channel;
  hdf5_exchange *exchange;
} hdf5_reader;

// Answers one question; the file is opened by the first.
static inline int64_t hdf5_answer(
    hdf5_exchange *shared, int64_t *file, const char *path, const void *image, size_t count) {
  switch (shared->operation) {
  case HDF5_OPEN:
    *file = hdf5_open(path, image, count);
    return *file < 0 ? -1 : 0;
  case HDF5_EXISTS:
    return hdf5_exists(*file, shared->object);
  case HDF5_NUMBERS:
    return hdf5_numbers(*file, shared->object, shared->name, shared->values, (int)shared->columns);
  case HDF5_TEXT:
    return hdf5_text(
        *file, shared->object, shared->name, (char *)shared->values, (int)shared->columns);
  case HDF5_DATASET:
    return hdf5_dataset(*file, shared->object, (size_t)shared->columns, &shared->shape);
  case HDF5_READ:
    return hdf5_read(
        shared->dataset, &shared->shape, shared->first, shared->columns, shared->values);
  case HDF5_CLOSE:
    return H5Dclose(shared->dataset);
  default:
    return -1;
  }
}

// Lets the process use `bytes` more memory than it has now.
static inline void hdf5_limit_memory(rlim_t bytes) {
  unsigned long pages = 0;
  FILE *table = fopen("/proc/self/statm", "r");
  if (table != NULL) {
    // The sixth number: data and stack.
    if (fscanf(table, "%*s %*s %*s %*s %*s %lu", &pages) != 1) pages = 0;
    fclose(table);
  }
  struct rlimit limit;
  if (pages == 0 || getrlimit(RLIMIT_DATA, &limit) != 0) return;
  rlim_t wanted = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + bytes;
  if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > wanted) {
    limit.rlim_cur = wanted;
    setrlimit(RLIMIT_DATA, &limit);
  }
}

// Lets the next question take `seconds` of the processor: time spent waiting for a slow card does not count.
static inline void hdf5_limit_time(rlim_t seconds) {
  struct rusage used;
  struct rlimit limit;
  if (getrusage(RUSAGE_SELF, &used) != 0 || getrlimit(RLIMIT_CPU, &limit) != 0) return;
  limit.rlim_cur = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + seconds + 1;
  if (limit.rlim_max != RLIM_INFINITY && limit.rlim_cur > limit.rlim_max) return;
  setrlimit(RLIMIT_CPU, &limit);
}

// Waits for the other side's byte; 0 where it has hung up.
static inline int hdf5_take_turn(int channel) {
  char turn;
  ssize_t got;
  do {
    got = recv(channel, &turn, 1, 0);
  } while (got < 0 && errno == EINTR);
  return got == 1;
}

// Sends the other side a byte; 0 where it has hung up.
static inline int hdf5_give_turn(int channel) {
  const char turn = 0;
  ssize_t got;
  do {
    got = send(channel, &turn, 1, MSG_NOSIGNAL);
  } while (got < 0 && errno == EINTR);
  return got == 1;
}

// What the new process does: it answers until the program hangs up.
static inline void hdf5_serve(
    hdf5_exchange *shared, int channel, const char *path, const void *image, size_t count) {
  const struct rlimit no_core = {0, 0};
  // The program's handlers are not the reader's; that the program is interrupted is its own affair.
  for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
  signal(SIGINT, SIG_IGN);
  // Of what the program has open only the channel is kept, so that each side sees the other hang up.
  if (channel != 3) dup2(channel, 3);
  int nowhere = open("/dev/null", O_RDWR);
  for (int standard = 0; standard < 3 && nowhere >= 0; standard++) dup2(nowhere, standard);
  closefrom(4);
  setrlimit(RLIMIT_CORE, &no_core);
  hdf5_limit_memory(128 * 1048576);
  int64_t file = -1;
  do {
    if (!hdf5_take_turn(3)) break;
    hdf5_limit_time(5);
    shared->answer = hdf5_answer(shared, &file, path, image, count);
  } while (hdf5_give_turn(3));
  _exit(0);
}

static inline void hdf5_copy_name(char *target, const char *source) {
  size_t length = source == NULL ? 0 : strnlen(source, HDF5_NAME_BYTES - 1);
  if (length > 0) memcpy(target, source, length);
  target[length] = 0;
}

// Asks, and waits for the answer or for the end of the reader.
static inline int64_t hdf5_ask(
    const hdf5_reader *reader, int operation, const char *object, const char *name, int64_t columns) {
  hdf5_exchange *shared = reader->exchange;
  shared->operation = operation;
  shared->columns = columns;
  shared->answer = HDF5_LOST;
  hdf5_copy_name(shared->object, object);
  hdf5_copy_name(shared->name, name);
  if (!hdf5_give_turn(reader->channel) || !hdf5_take_turn(reader->channel)) return HDF5_LOST;
  return shared->answer;
}

// Ends a reader and gives back what it held.
static inline void hdf5_stop(hdf5_reader *reader) {
  if (reader->process > 0) {
    close(reader->channel);
    kill(reader->process, SIGKILL);
    while (waitpid(reader->process, NULL, 0) < 0 && errno == EINTR) {}
  }
  if (reader->exchange != NULL) munmap(reader->exchange, sizeof *reader->exchange);
  reader->process = 0;
  reader->exchange = NULL;
}

// Starts a reader of a file, or of `count` bytes where `image` is given. 0, or the system's error number.
static inline int hdf5_start(
    hdf5_reader *reader, const char *path, const void *image, size_t count) {
  int ends[2];
  reader->process = 0;
  reader->exchange = mmap(
      NULL, sizeof *reader->exchange, PROT_READ | PROT_WRITE,
      MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (reader->exchange == MAP_FAILED) {
    reader->exchange = NULL;
    return errno;
  }
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return errno;
  reader->process = fork();
  if (reader->process == 0) hdf5_serve(reader->exchange, ends[1], path, image, count);
  int number = errno;
  close(ends[1]);
  reader->channel = ends[0];
  if (reader->process > 0) return 0;
  close(ends[0]);
  return number;
}

// What the last answer left: numbers, or the bytes of a text.
static inline const double *hdf5_values(const hdf5_reader *reader) {
  return reader->exchange->values;
}

// The shape that the last dataset has.
static inline hdf5_shape hdf5_shape_of(const hdf5_reader *reader) { return reader->exchange->shape; }

// Says which dataset and which columns the next question is about.
static inline void hdf5_prepare(
    const hdf5_reader *reader, int64_t dataset, int64_t first, hdf5_shape shape) {
  reader->exchange->dataset = dataset;
  reader->exchange->first = first;
  reader->exchange->shape = shape;
}
