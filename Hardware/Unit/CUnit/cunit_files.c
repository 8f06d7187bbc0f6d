#define _GNU_SOURCE
#include "cunit_files.h"
#include "cunit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int cunit_open_file(const char *path, int flags) {
  int descriptor;
  do descriptor = open(path, flags | O_CLOEXEC, 0644);
  while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

static int sync_file(int descriptor) {
  int outcome;
  do outcome = fsync(descriptor);
  while (outcome != 0 && errno == EINTR);
  return outcome == 0 ? 0 : errno;
}

int cunit_sync_folder(const char *path) {
  char folder[CUNIT_PATH_BYTES];
  const char *slash = strrchr(path, '/');
  if (slash == NULL) {
    strcpy(folder, ".");
  } else {
    size_t count = slash == path ? 1 : (size_t)(slash - path);
    if (count >= sizeof folder) return ENAMETOOLONG;
    memcpy(folder, path, count);
    folder[count] = 0;
  }
  int descriptor = cunit_open_file(folder, O_RDONLY | O_DIRECTORY);
  if (descriptor < 0) return errno;
  int error = sync_file(descriptor);
  close(descriptor);
  return error;
}

int cunit_replace_file(const char *path, const uint8_t *bytes, size_t count) {
  char temporary[CUNIT_PATH_BYTES + 8];
  snprintf(temporary, sizeof temporary, "%s.new", path);
  int descriptor = cunit_open_file(temporary, O_WRONLY | O_CREAT | O_TRUNC);
  if (descriptor < 0) return errno;
  int error = -cunit_write_all(descriptor, bytes, count);
  if (error == 0) error = sync_file(descriptor);
  /* Linux has released the descriptor even when close was interrupted; the bytes are on the medium. */
  if (close(descriptor) != 0 && errno != EINTR && error == 0) error = errno;
  if (error == 0 && rename(temporary, path) != 0) error = errno;
  if (error != 0) {
    unlink(temporary);
    return error;
  }
  return cunit_sync_folder(path);
}
