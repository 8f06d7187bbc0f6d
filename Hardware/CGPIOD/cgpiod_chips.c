/* Finding the chips of this computer: one way for both generations, since 2.x has no list of chips. */
#include "cgpiod.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The number of a chip's file name, or -1 when it is none. */
static long chip_number(const char *name) {
  static const char prefix[] = "gpiochip";
  if (strncmp(name, prefix, sizeof prefix - 1) != 0) return -1;
  const char *digits = name + sizeof prefix - 1;
  if (*digits < '0' || *digits > '9') return -1;
  char *end;
  long number = strtol(digits, &end, 10);
  return *end == 0 && number <= 999999 ? number : -1;
}

int32_t cgpiod_chip_path(uint32_t index, char path[CGPIOD_PATH_BYTES]) {
  DIR *folder = opendir("/dev");
  if (!folder) return -errno;
  /* The chip with exactly `index` chips of lower number: a handful of names, so counting is enough. */
  long last = -1;
  for (uint32_t round = 0; round <= index; round++) {
    long next = -1;
    struct dirent *entry;
    rewinddir(folder);
    while ((entry = readdir(folder))) {
      long number = chip_number(entry->d_name);
      if (number > last && (next < 0 || number < next)) next = number;
    }
    if (next < 0) {
      closedir(folder);
      return 0;
    }
    last = next;
  }
  closedir(folder);
  snprintf(path, CGPIOD_PATH_BYTES, "/dev/gpiochip%ld", last);
  return 1;
}
