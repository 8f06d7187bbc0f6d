/* The drivers' C: devices of Linux, and lines by a libgpiod 1.6 that is stood in for, with a fault at every call. */
#define _GNU_SOURCE
#include "cgpiod.h"
#include "clinux.h"
#include "inject.h"

#include <errno.h>
#include <fcntl.h>
#include <gpiod.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A chip of four lines, each with a pipe in which edges wait. */
struct gpiod_line {
  unsigned offset;
  int ends[2];
};
struct gpiod_chip {
  struct gpiod_line lines[4];
};

struct gpiod_chip *gpiod_chip_open(const char *path) {
  if (inject_fails()) return NULL;
  claim(strncmp(path, "/dev/", 5) == 0, "a chip has a path", path, 0);
  struct gpiod_chip *chip = calloc(1, sizeof *chip);
  for (unsigned each = 0; each < 4; each++) {
    chip->lines[each].offset = each;
    if (pipe(chip->lines[each].ends) != 0) abort();
  }
  return chip;
}
void gpiod_chip_close(struct gpiod_chip *chip) {
  for (int each = 0; each < 8; each++) close(chip->lines[each / 2].ends[each % 2]);
  free(chip);
}
const char *gpiod_version_string(void) { return "1.6.3"; }
const char *gpiod_chip_name(struct gpiod_chip *chip) { (void)chip; return "gpiochip0"; }
const char *gpiod_chip_label(struct gpiod_chip *chip) {
  (void)chip;
  return "a label that is longer than any text that is kept of a chip, by far longer than it, \x1B[2J";
}
unsigned gpiod_chip_num_lines(struct gpiod_chip *chip) { (void)chip; return 4; }
struct gpiod_line *gpiod_chip_get_line(struct gpiod_chip *chip, unsigned offset) {
  if (offset >= 4) errno = EINVAL;
  return offset < 4 && !inject_fails() ? &chip->lines[offset] : NULL;
}
int gpiod_line_update(struct gpiod_line *line) { (void)line; return inject_fails() ? -1 : 0; }
const char *gpiod_line_name(struct gpiod_line *line) { return line->offset == 1 ? NULL : "LINE"; }
const char *gpiod_line_consumer(struct gpiod_line *line) { (void)line; return NULL; }
unsigned gpiod_line_offset(struct gpiod_line *line) { return line->offset; }
bool gpiod_line_is_used(struct gpiod_line *line) { (void)line; return false; }
int gpiod_line_active_state(struct gpiod_line *line) { (void)line; return GPIOD_LINE_ACTIVE_STATE_LOW; }
int gpiod_line_direction(struct gpiod_line *line) { (void)line; return GPIOD_LINE_DIRECTION_OUTPUT; }
int gpiod_line_bias(struct gpiod_line *line) { (void)line; return GPIOD_LINE_BIAS_PULL_UP; }
bool gpiod_line_is_open_drain(struct gpiod_line *line) { (void)line; return true; }
bool gpiod_line_is_open_source(struct gpiod_line *line) { (void)line; return false; }
int gpiod_line_request_bulk(
  struct gpiod_line_bulk *bulk, const struct gpiod_line_request_config *config, const int *values) {
  (void)config;
  for (unsigned each = 0; each < gpiod_line_bulk_num_lines(bulk); each++) {
    claim(values[each] >> 1 == 0, "values are bits", "", values[each]);
  }
  return inject_fails() ? -1 : 0;
}
int gpiod_line_set_config_bulk(struct gpiod_line_bulk *bulk, int direction, int flags, const int *values) {
  (void)bulk, (void)direction, (void)flags, (void)values;
  return inject_fails() ? -1 : 0;
}
int gpiod_line_get_value_bulk(struct gpiod_line_bulk *bulk, int *values) {
  for (unsigned each = 0; each < gpiod_line_bulk_num_lines(bulk); each++) values[each] = 1;
  return inject_fails() ? -1 : 0;
}
int gpiod_line_set_value_bulk(struct gpiod_line_bulk *bulk, const int *values) {
  (void)bulk, (void)values;
  return inject_fails() ? -1 : 0;
}
int gpiod_line_event_get_fd(struct gpiod_line *line) { return inject_fails() ? -1 : line->ends[0]; }
int gpiod_line_event_read(struct gpiod_line *line, struct gpiod_line_event *event) {
  *event = (struct gpiod_line_event){.ts = {.tv_nsec = 100 - (long)line->offset}};
  char byte;
  return !inject_fails() && read(line->ends[0], &byte, 1) == 1 ? 0 : -1;
}

/* An edge on each of three lines, which come in the order of their times. */
static bool takes_edges(void) {
  struct cgpiod_chip *chip = NULL;
  struct cgpiod_request *request = NULL;
  struct cgpiod_settings settings = {.edges = CGPIOD_EDGE_RISING, .direction = CGPIOD_DIRECTION_INPUT};
  static const uint32_t offsets[] = {1, 2, 3};
  int32_t outcome = cgpiod_chip_open("/dev/gpiochip0", &chip);
  if (outcome < 0) return inject_explains(outcome, 0);
  struct cgpiod_chip_info info;
  struct cgpiod_line_info line;
  bool is_right = cgpiod_chip_information(chip, &info) == 0 && strlen(info.label) == CGPIOD_TEXT_BYTES - 1;
  is_right &= inject_explains(cgpiod_line_information(chip, 1, &line), 0);
  is_right &= inject_explains(cgpiod_line_information(chip, 4, &line), -EINVAL);
  outcome = cgpiod_request_lines(chip, offsets, 3, &settings, 5, "test", 0, &request);
  is_right &= inject_explains(outcome, 0) || outcome == -EIO;
  cgpiod_chip_close(chip);
  if (outcome < 0) return is_right && request == NULL;
  /* Of what the stand-in keeps, the first member is the chip. */
  struct gpiod_chip *inner = *(struct gpiod_chip **)request;
  for (int each = 1; each < 4; each++) {
    if (write(inner->lines[each].ends[1], "x", 1) != 1 && !inject.is_reached) is_right = false;
  }
  struct cgpiod_event events[2];
  int32_t held = cgpiod_request_read_events(request, events, 2);
  is_right &= held < 0 ? inject.is_reached : held == 2 || inject.is_reached;
  if (held == 2) is_right &= events[0].nanoseconds <= events[1].nanoseconds;
  is_right &= cgpiod_request_reconfigure(request, &settings, 0) == CGPIOD_NOT_SUPPORTED;
  is_right &= cgpiod_request_descriptor(request) >= 0;
  cgpiod_request_release(request);
  return is_right;
}

static bool sets_lines(void) {
  struct cgpiod_chip *chip = NULL;
  struct cgpiod_request *request = NULL;
  struct cgpiod_settings settings = {.direction = CGPIOD_DIRECTION_OUTPUT};
  uint32_t offsets[CGPIOD_MAXIMUM_LINES + 1] = {0, 3};
  int32_t outcome = cgpiod_chip_open("/dev/gpiochip0", &chip);
  if (outcome < 0) return inject_explains(outcome, 0);
  bool is_right = cgpiod_request_lines(chip, offsets, 65, &settings, 0, "test", 0, &request) == -EINVAL;
  outcome = cgpiod_request_lines(chip, offsets, 2, &settings, 1, "test", 0, &request);
  is_right &= inject_explains(outcome, 0);
  cgpiod_chip_close(chip);
  if (outcome < 0) return is_right;
  uint64_t values = 0;
  is_right &= inject_explains(cgpiod_request_set(request, UINT64_MAX, UINT64_MAX), 0);
  outcome = cgpiod_request_get(request, &values);
  is_right &= inject_explains(outcome, 0) && (outcome < 0 || values == 3);
  is_right &= inject_explains(cgpiod_request_reconfigure(request, &settings, 2), 0);
  is_right &= cgpiod_request_read_events(request, NULL, 0) == -EINVAL;
  cgpiod_request_release(request);
  return is_right;
}

/* A terminal as a serial line: what comes is read, or said to be none, or its error. */
static bool reads_terminal(void) {
  int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) abort();
  char name[64];
  if (ptsname_r(master, name, sizeof name) != 0) abort();
  int32_t line = clinux_open(name, CLINUX_READ_WRITE | CLINUX_NONBLOCKING);
  bool is_right = line >= 0 || inject_explains(line, 0);
  if (line >= 0) {
    is_right &= clinux_serial_configure(line, 12345) == -EINVAL;
    is_right &= inject_explains(clinux_serial_configure(line, 115200), 0);
    is_right &= inject_explains(clinux_serial_claim(line), 0);
    int64_t gone = clinux_write(line, (const uint8_t *)"abcd", 4);
    bool is_full = inject.kind == EAGAIN && inject.has_failed[WRITE];
    is_right &= inject_explains(gone, 4) || gone == 2 || (is_full && gone == 0);
    int32_t room = clinux_wait_for_room(line, 0);
    is_right &= inject_explains(room, CLINUX_READY) || (inject.has_failed[POLL] && room == 0);
    int32_t ready = clinux_wait(line, 0);
    is_right &= inject_explains(ready, 0);
    uint8_t bytes[4];
    int64_t got = clinux_read(line, bytes, sizeof bytes);
    is_right &= inject_explains(got, 0);
    uint8_t out[2] = {0}, in[2];
    is_right &= inject_explains(clinux_spi_configure(line, 0, 8, 1000000), -ENOTTY);
    is_right &= inject_explains(clinux_spi_transfer(line, out, in, 2, 1000000), -ENOTTY);
    int32_t closed = clinux_close(line);
    is_right &= inject_explains(closed, 0);
  }
  close(master);
  return is_right && inject_explains(clinux_open("/dev/nothing", 0), -ENOENT);
}

/* A pseudo-terminal of the program's own: a name to open, who has it, and what waits for its reader. */
static bool makes_terminal(void) {
  char name[64] = "";
  int32_t other = -1;
  int32_t master = clinux_pseudo_terminal(name, sizeof name, &other);
  bool is_right = master >= 0 || inject_explains(master, 0);
  if (master >= 0) {
    is_right &= strncmp(name, "/dev/pts/", 9) == 0 && other >= 0;
    is_right &= inject_explains(clinux_serial_is_claimed(other), 0);
    int64_t gone = clinux_write(master, (const uint8_t *)"abcd", 4);
    int32_t unread = 0;
    if (gone == 4) {
      /* The kernel hands over in its own time what was written. */
      for (int round = 0; round < 1000 && unread >= 0 && unread < 4; round++) {
        unread = clinux_serial_unread(other);
        if (unread == 0) usleep(1000);
      }
      is_right &= inject_explains(unread, 4);
    }
    is_right &= inject_explains(clinux_serial_unsent(other), 0);
    int32_t claimed = clinux_serial_claim(other);
    is_right &= inject_explains(claimed, 0);
    if (claimed == 0) is_right &= inject_explains(clinux_serial_is_claimed(other), 1);
    int32_t closed = clinux_close(other);
    is_right &= inject_explains(closed, 0);
    closed = clinux_close(master);
    is_right &= inject_explains(closed, 0);
  }
  return is_right && inject_explains(clinux_serial_is_claimed(-1), -EBADF)
    && inject_explains(clinux_serial_unread(-1), -EBADF);
}

int main(void) {
  char path[CGPIOD_PATH_BYTES];
  int32_t chips = 0;
  while (cgpiod_chip_path((uint32_t)chips, path) == 1) chips++;
  claim(chips < 1000, "chips come to an end", "", chips);
  inject_each("edges are taken", takes_edges);
  inject_each("lines are set", sets_lines);
  inject_each("a terminal is read", reads_terminal);
  inject_each("a terminal is made", makes_terminal);
  return claims_end();
}
