// SPDX-License-Identifier: Apache-2.0
// Runs a program against the simulated front end: plays a file of orders, keeps all that happened
// on the pins, ends the program, and says how it ended.
//
//   feeder ORDERS FOLDER SECONDS PROGRAM [ARGUMENT…]
//
// Leaves stdout, stderr, pins and outcome in FOLDER. Orders below 16 go to the front end as they
// are; the others are done here, at once: after a drain where all before must have been read.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sapper_front_end.h"

enum feeder_order {
  DRAIN = 16,   // All that was ordered has been read, within wait_ms; else the run has failed.
  PAUSE = 17,   // wait_ms of real time.
  WRITE = 18,   // Bytes "PATH TEXT": writes TEXT to the file, such as the pull of a simulated line.
  SAY = 19,     // Bytes to the live port.
  SIGNAL = 20,  // Signal number in `faults` to the program.
  AWAIT = 21,   // The program ends by itself within wait_ms; else the run has failed.
  FAIL = 22,    // The file system at the path in the bytes fails from now on: EIO.
};

// What ext4 calls a shutdown without a last flush, and fs/ext4/ext4.h does not export.
#define EXT4_SHUTDOWN _IOR('X', 125, __u32)
#define WITHOUT_FLUSH 2

static const char *live_port = "/dev/ttyS1";
static int device, log_file;
static volatile sig_atomic_t is_over;

static void fail(const char *what) {
  fprintf(stderr, "feeder: %s: %s\n", what, strerror(errno));
  exit(2);
}

static void say(const char *format, ...) {
  char line[256];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  int port = open(live_port, O_WRONLY | O_NOCTTY);
  if (port < 0) return;
  if (write(port, line, (size_t)length) != length) {
    fprintf(stderr, "feeder: %s is full\n", live_port);
  }
  close(port);
}

// Keeps the log of the pins: reads until the run is over and nothing is left.
static void *keep_log(void *unused) {
  static char records[256 * sizeof(struct sapper_record)];
  (void)unused;
  for (;;) {
    struct pollfd ready = {.fd = device, .events = POLLIN};
    if (poll(&ready, 1, 20) > 0 && (ready.revents & POLLIN)) {
      ssize_t length = read(device, records, sizeof records);
      if (length > 0 && write(log_file, records, (size_t)length) != length) fail("writing pins");
    } else if (is_over) {
      return NULL;
    }
  }
}

static int file_in(const char *folder, const char *name) {
  char path[512];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) fail(path);
  return file;
}

static pid_t start(const char *folder, char **program) {
  int out = file_in(folder, "stdout"), errors = file_in(folder, "stderr");
  pid_t child = fork();
  if (child < 0) fail("fork");
  if (child > 0) {
    close(out);
    close(errors);
    return child;
  }
  dup2(open("/dev/null", O_RDONLY), 0);
  dup2(out, 1);
  dup2(errors, 2);
  execvp(program[0], program);
  fail(program[0]);
  return -1;
}

// Whether the program has ended; it stays to be waited for.
static int has_ended(pid_t program) {
  siginfo_t info = {0};
  waitid(P_PID, (id_t)program, &info, WEXITED | WNOHANG | WNOWAIT);
  return info.si_pid == program;
}

// Waits until all was read, the program has ended, or the time is up; 0 if all was read.
static int drain(pid_t program, __u32 wait_ms) {
  for (__u32 waited = 0;; waited += 100) {
    __u32 step = 100;
    if (ioctl(device, SAPPER_DRAIN, &step) == 0) return 0;
    if (errno != ETIMEDOUT) fail("drain");
    if (has_ended(program) || waited >= wait_ms) return 1;
  }
}

static void pause_ms(__u32 duration_ms) {
  struct timespec left = {duration_ms / 1000, (long)(duration_ms % 1000) * 1000000};
  while (nanosleep(&left, &left) && errno == EINTR) {
  }
}

static void write_text(char *order) {
  char *text = strchr(order, ' ');
  if (!text) fail("an order to write without a text");
  *text++ = 0;
  int file = open(order, O_WRONLY | O_TRUNC);
  if (file < 0 || write(file, text, strlen(text)) < 0) fail(order);
  close(file);
}

static void fail_disk(const char *path) {
  __u32 how = WITHOUT_FLUSH;
  int folder = open(path, O_RDONLY);
  if (folder < 0 || ioctl(folder, EXT4_SHUTDOWN, &how)) fail(path);
  close(folder);
}

// Waits for the program to end by itself; 0 if it did.
static int await(pid_t program, __u32 wait_ms) {
  for (__u32 waited = 0; waited < wait_ms; waited += 50) {
    if (has_ended(program)) return 0;
    pause_ms(50);
  }
  return !has_ended(program);
}

// Sends an order to the front end; the queue may be full for as long as the program lives.
static int send(pid_t program, const void *order, size_t length) {
  for (;;) {
    struct pollfd room = {.fd = device, .events = POLLOUT};
    if (poll(&room, 1, 100) > 0 && (room.revents & POLLOUT)) break;
    if (has_ended(program)) return 1;
  }
  if (write(device, order, length) != (ssize_t)length) fail("the front end refused an order");
  return 0;
}

// Does the orders one after the other; 0 if all were done.
static int play(FILE *orders, pid_t program) {
  static char buffer[sizeof(struct sapper_order) + SAPPER_FRAME_MAX + 1];
  struct sapper_order *order = (struct sapper_order *)buffer;
  char *bytes = buffer + sizeof *order;
  while (fread(order, sizeof *order, 1, orders) == 1) {
    __u32 length = order->length;
    if (length > SAPPER_FRAME_MAX || fread(bytes, 1, length, orders) != length) {
      errno = EINVAL;
      fail("orders are cut short");
    }
    bytes[length] = 0;
    int failed = 0;
    switch (order->kind) {
      case DRAIN: failed = drain(program, order->wait_ms); break;
      case PAUSE: pause_ms(order->wait_ms); break;
      case WRITE: write_text(bytes); break;
      case SAY: say("%s\n", bytes); break;
      case SIGNAL: kill(program, (int)order->faults); break;
      case AWAIT: failed = await(program, order->wait_ms); break;
      case FAIL: fail_disk(bytes); break;
      default: failed = send(program, buffer, sizeof *order + length);
    }
    if (failed) {
      fprintf(stderr, "feeder: order %u, frame %u: the program did not keep up\n", order->kind,
              order->number);
      return 1;
    }
  }
  return 0;
}

// Ends the program: it has so many seconds after SIGTERM. The answer is its wait status.
static int end(pid_t program, int seconds, struct rusage *usage) {
  int status = 0;
  kill(program, SIGTERM);
  for (int waited = 0; waited < seconds * 20; waited++) {
    if (wait4(program, &status, WNOHANG, usage) == program) return status;
    pause_ms(50);
  }
  kill(program, SIGKILL);
  wait4(program, &status, 0, usage);
  return status;
}

int main(int count, char **words) {
  if (count < 5) {
    fprintf(stderr, "usage: feeder ORDERS FOLDER SECONDS PROGRAM [ARGUMENT...]\n");
    return 64;
  }
  const char *folder = words[2];
  FILE *orders = fopen(words[1], "re");
  if (!orders) fail(words[1]);
  device = open("/dev/sapper-front-end", O_RDWR | O_CLOEXEC);
  if (device < 0) fail("/dev/sapper-front-end");
  log_file = file_in(folder, "pins");
  pthread_t keeper;
  if (pthread_create(&keeper, NULL, keep_log, NULL)) fail("a thread");
  pid_t program = start(folder, words + 4);
  int unread = play(orders, program);
  struct rusage usage = {0};
  int status = end(program, atoi(words[3]), &usage);
  is_over = 1;
  pthread_join(keeper, NULL);
  dprintf(file_in(folder, "outcome"),
          "played=%s exit=%d signal=%d user_ms=%ld system_ms=%ld rss_kib=%ld\n", unread ? "no" : "all", WIFEXITED(status) ? WEXITSTATUS(status) : -1,
          WIFSIGNALED(status) ? WTERMSIG(status) : 0,
          usage.ru_utime.tv_sec * 1000 + usage.ru_utime.tv_usec / 1000,
          usage.ru_stime.tv_sec * 1000 + usage.ru_stime.tv_usec / 1000, usage.ru_maxrss);
  return 0;
}
