#define _GNU_SOURCE
#include "cunit.h"
#include "cunit_files.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

int32_t cunit_signals_open(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  signal(SIGPIPE, SIG_IGN);
  if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) return -errno;
  int descriptor = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  return descriptor < 0 ? -errno : descriptor;
}

int32_t cunit_signals_next(int32_t descriptor) {
  struct signalfd_siginfo info;
  ssize_t count = read(descriptor, &info, sizeof info);
  return count == (ssize_t)sizeof info ? (int32_t)info.ssi_signo : 0;
}

int32_t cunit_poll(const int32_t *descriptors, size_t count, int64_t nanoseconds) {
  struct pollfd entries[CUNIT_DESCRIPTORS];
  if (count > CUNIT_DESCRIPTORS) return -EINVAL;
  for (size_t each = 0; each < count; each++) {
    entries[each] = (struct pollfd){.fd = descriptors[each], .events = POLLIN};
  }
  if (nanoseconds < 0) nanoseconds = 0;
  struct timespec wait = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  int ready = ppoll(entries, count, &wait, NULL);
  if (ready < 0) return errno == EINTR ? 0 : -errno;
  int32_t bits = 0;
  for (size_t each = 0; each < count; each++) {
    if (entries[each].revents != 0) bits |= 1 << each;
  }
  return bits;
}

int32_t cunit_notify(const uint8_t *text, size_t count) {
  const char *path = getenv("NOTIFY_SOCKET");
  if (path == NULL || (path[0] != '/' && path[0] != '@')) return 1;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t length = strlen(path);
  if (length >= sizeof address.sun_path) return -ENAMETOOLONG;
  memcpy(address.sun_path, path, length);
  if (path[0] == '@') address.sun_path[0] = 0; /* A name that is no file. */
  static int descriptor = -1;
  if (descriptor < 0) {
    descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return -errno;
  }
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
  ssize_t sent = sendto(descriptor, text, count, MSG_NOSIGNAL, (struct sockaddr *)&address, size);
  return sent < 0 ? -errno : 0;
}

uint64_t cunit_watchdog_microseconds(void) {
  const char *pid = getenv("WATCHDOG_PID"), *text = getenv("WATCHDOG_USEC");
  if (text == NULL) return 0;
  if (pid != NULL && strtoll(pid, NULL, 10) != (long long)getpid()) return 0;
  return strtoull(text, NULL, 10);
}

int32_t cunit_become_real_time(int32_t priority) {
  struct sched_param parameters = {.sched_priority = priority};
  int error = 0;
  if (mlockall(MCL_CURRENT) != 0) error = -errno;
  if (sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameters) != 0) error = -errno;
  return error;
}

void cunit_exit(int32_t status) { exit(status); }

static int argument_count;
static char **argument_texts;

/* glibc hands the arguments of the program to what runs before main. */
__attribute__((constructor)) static void keep_arguments(int count, char **texts) {
  argument_count = count;
  argument_texts = texts;
}

int32_t cunit_argument(uint32_t index, char *text, size_t capacity) {
  if (index >= (uint32_t)argument_count) return -1;
  size_t count = strlen(argument_texts[index]);
  if (count + 1 > capacity) return -ENAMETOOLONG;
  memcpy(text, argument_texts[index], count + 1);
  return (int32_t)count;
}

static int32_t open_file(const char *path) {
  int descriptor = cunit_open_file(path, O_RDONLY);
  if (descriptor < 0) return -errno;
  struct stat status;
  if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
    close(descriptor);
    return -EISDIR;
  }
  return descriptor;
}

int32_t cunit_file_create(const char *path) {
  int descriptor = cunit_open_file(path, O_WRONLY | O_CREAT | O_TRUNC);
  return descriptor < 0 ? -errno : descriptor;
}

bool cunit_file_exists(const char *path) {
  struct stat status;
  return lstat(path, &status) == 0;
}

int64_t cunit_file_read(const char *path, uint8_t *bytes, size_t capacity) {
  int descriptor = open_file(path);
  if (descriptor < 0) return descriptor;
  size_t length = 0;
  int64_t outcome = 0;
  while (true) {
    uint8_t beyond;
    bool is_full = length == capacity;
    ssize_t count =
      is_full ? read(descriptor, &beyond, 1) : read(descriptor, bytes + length, capacity - length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) outcome = -errno;
    if (count > 0 && is_full) outcome = -EFBIG;
    if (count <= 0 || outcome < 0) break;
    length += (size_t)count;
  }
  close(descriptor);
  return outcome < 0 ? outcome : (int64_t)length;
}

int32_t cunit_write_all(int32_t descriptor, const uint8_t *bytes, size_t count) {
  size_t done = 0;
  int waits = 0;
  while (done < count) {
    ssize_t gone = write(descriptor, bytes + done, count - done);
    if (gone < 0 && errno == EINTR) continue;
    if (gone < 0 && errno == EAGAIN) {
      if (++waits > CUNIT_WRITE_WAITS) return -ETIMEDOUT;
      struct pollfd entry = {.fd = descriptor, .events = POLLOUT};
      poll(&entry, 1, 1000);
      continue;
    }
    if (gone <= 0) return gone == 0 ? -EIO : -errno;
    done += (size_t)gone;
    waits = 0;
  }
  return 0;
}

int32_t cunit_file_information(const char *path, struct cunit_file_info *info) {
  struct stat status;
  if (stat(path, &status) != 0) return -errno;
  info->mode = status.st_mode & 07777;
  struct passwd *owner = getpwuid(status.st_uid);
  struct group *group = getgrgid(status.st_gid);
  snprintf(info->owner, sizeof info->owner, "%s", owner ? owner->pw_name : "?");
  snprintf(info->group, sizeof info->group, "%s", group ? group->gr_name : "?");
  info->may_read_and_write = access(path, R_OK | W_OK) == 0;
  return 0;
}

int32_t cunit_user_name(char *text, size_t capacity) {
  struct passwd *user = getpwuid(geteuid());
  return snprintf(text, capacity, "%s", user ? user->pw_name : "?");
}

int32_t cunit_time_text(char *text, size_t capacity, bool is_compact) {
  struct timespec now;
  struct tm parts;
  clock_gettime(CLOCK_REALTIME, &now);
  gmtime_r(&now.tv_sec, &parts);
  char date[32];
  strftime(date, sizeof date, is_compact ? "%Y%m%dT%H%M%SZ" : "%Y-%m-%dT%H:%M:%S", &parts);
  if (is_compact) return snprintf(text, capacity, "%s", date);
  return snprintf(text, capacity, "%s.%03ldZ", date, now.tv_nsec / 1000000);
}
