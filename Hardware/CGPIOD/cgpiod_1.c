/* The surface over libgpiod 1.6. */
#ifdef SAPPER_GPIOD1

#if !__has_include(<gpiod.h>)
#error "the trait GPIOD1 needs libgpiod 1.6: install libgpiod-dev (Debian 12), or build without the trait"
#endif
#include <gpiod.h>
#ifndef GPIOD_LINE_BULK_MAX_LINES
#error "the trait GPIOD1 is set but gpiod.h is of libgpiod 2.x: build with --traits GPIOD2 instead"
#endif

#include "cgpiod.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

/* A request has a chip of its own: in 1.6 the lines go with the chip that they were asked of. */
struct cgpiod_request {
  struct gpiod_chip *chip;
  struct gpiod_line_bulk lines;
  uint64_t values;
  bool has_edges;
  int descriptor; /* Of the one line with edges, or of the epoll that holds them all; -1 for none. */
  bool owns_descriptor;
};

static int32_t failure(void) { return errno > 0 ? -errno : -EIO; }

static void copy_text(char *to, const char *from) {
  snprintf(to, CGPIOD_TEXT_BYTES, "%s", from ? from : "");
}

int32_t cgpiod_generation(void) { return 1; }
const char *cgpiod_version(void) { return gpiod_version_string(); }

int32_t cgpiod_chip_open(const char *path, struct cgpiod_chip **chip) {
  errno = 0;
  *chip = (struct cgpiod_chip *)gpiod_chip_open(path);
  return *chip ? 0 : failure();
}

void cgpiod_chip_close(struct cgpiod_chip *chip) { gpiod_chip_close((struct gpiod_chip *)chip); }

int32_t cgpiod_chip_information(struct cgpiod_chip *chip, struct cgpiod_chip_info *info) {
  struct gpiod_chip *inner = (struct gpiod_chip *)chip;
  copy_text(info->name, gpiod_chip_name(inner));
  copy_text(info->label, gpiod_chip_label(inner));
  info->line_count = gpiod_chip_num_lines(inner);
  return 0;
}

static uint8_t bias_of(int bias) {
  switch (bias) {
    case GPIOD_LINE_BIAS_DISABLE: return CGPIOD_BIAS_NONE;
    case GPIOD_LINE_BIAS_PULL_UP: return CGPIOD_BIAS_UP;
    case GPIOD_LINE_BIAS_PULL_DOWN: return CGPIOD_BIAS_DOWN;
    default: return CGPIOD_BIAS_AS_IS;
  }
}

int32_t cgpiod_line_information(
  struct cgpiod_chip *chip, uint32_t offset, struct cgpiod_line_info *info) {
  errno = 0;
  struct gpiod_line *line = gpiod_chip_get_line((struct gpiod_chip *)chip, offset);
  /* A line object is kept by its chip: ask the kernel again for what has changed since. */
  if (!line || gpiod_line_update(line) < 0) return failure();
  copy_text(info->name, gpiod_line_name(line));
  copy_text(info->consumer, gpiod_line_consumer(line));
  info->is_used = gpiod_line_is_used(line);
  info->is_active_low = gpiod_line_active_state(line) == GPIOD_LINE_ACTIVE_STATE_LOW;
  info->direction = gpiod_line_direction(line) == GPIOD_LINE_DIRECTION_OUTPUT
    ? CGPIOD_DIRECTION_OUTPUT
    : CGPIOD_DIRECTION_INPUT;
  info->bias = bias_of(gpiod_line_bias(line));
  info->drive = gpiod_line_is_open_drain(line) ? CGPIOD_DRIVE_OPEN_DRAIN
    : gpiod_line_is_open_source(line)          ? CGPIOD_DRIVE_OPEN_SOURCE
                                               : CGPIOD_DRIVE_PUSH_PULL;
  return 0;
}

static int flags_of(const struct cgpiod_settings *settings) {
  int flags = settings->is_active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0;
  switch (settings->bias) {
    case CGPIOD_BIAS_NONE: flags |= GPIOD_LINE_REQUEST_FLAG_BIAS_DISABLE; break;
    case CGPIOD_BIAS_UP: flags |= GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP; break;
    case CGPIOD_BIAS_DOWN: flags |= GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN; break;
    default: break;
  }
  switch (settings->drive) {
    case CGPIOD_DRIVE_OPEN_DRAIN: flags |= GPIOD_LINE_REQUEST_FLAG_OPEN_DRAIN; break;
    case CGPIOD_DRIVE_OPEN_SOURCE: flags |= GPIOD_LINE_REQUEST_FLAG_OPEN_SOURCE; break;
    default: break;
  }
  return flags;
}

static int type_of(const struct cgpiod_settings *settings) {
  switch (settings->edges) {
    case CGPIOD_EDGE_RISING: return GPIOD_LINE_REQUEST_EVENT_RISING_EDGE;
    case CGPIOD_EDGE_FALLING: return GPIOD_LINE_REQUEST_EVENT_FALLING_EDGE;
    case CGPIOD_EDGE_BOTH: return GPIOD_LINE_REQUEST_EVENT_BOTH_EDGES;
    default: break;
  }
  switch (settings->direction) {
    case CGPIOD_DIRECTION_INPUT: return GPIOD_LINE_REQUEST_DIRECTION_INPUT;
    case CGPIOD_DIRECTION_OUTPUT: return GPIOD_LINE_REQUEST_DIRECTION_OUTPUT;
    default: return GPIOD_LINE_REQUEST_DIRECTION_AS_IS;
  }
}

static int32_t check(const struct cgpiod_settings *settings) {
  if (settings->debounce_microseconds != 0) return CGPIOD_NOT_SUPPORTED;
  if (settings->clock != CGPIOD_CLOCK_MONOTONIC) return CGPIOD_NOT_SUPPORTED;
  if (settings->edges && settings->direction == CGPIOD_DIRECTION_OUTPUT) return -EINVAL;
  return 0;
}

static void spread(uint64_t bits, int *values, uint32_t count) {
  for (uint32_t index = 0; index < count; index++) values[index] = (int)(bits >> index & 1);
}

/* One descriptor for poll, however many lines have edges: in 1.6 each line has its own. */
static int32_t gather(struct cgpiod_request *request) {
  uint32_t count = gpiod_line_bulk_num_lines(&request->lines);
  if (count == 1) {
    request->descriptor = gpiod_line_event_get_fd(gpiod_line_bulk_get_line(&request->lines, 0));
    return request->descriptor < 0 ? failure() : 0;
  }
  request->descriptor = epoll_create1(EPOLL_CLOEXEC);
  if (request->descriptor < 0) return failure();
  request->owns_descriptor = true;
  for (uint32_t index = 0; index < count; index++) {
    struct epoll_event entry = {.events = EPOLLIN, .data.u32 = index};
    int line = gpiod_line_event_get_fd(gpiod_line_bulk_get_line(&request->lines, index));
    if (line < 0 || epoll_ctl(request->descriptor, EPOLL_CTL_ADD, line, &entry) < 0) return failure();
  }
  return 0;
}

static int32_t take(
  struct cgpiod_request *request, const uint32_t *offsets, uint32_t count,
  const struct cgpiod_settings *settings, const char *consumer) {
  gpiod_line_bulk_init(&request->lines);
  for (uint32_t index = 0; index < count; index++) {
    struct gpiod_line *line = gpiod_chip_get_line(request->chip, offsets[index]);
    if (!line) return failure();
    gpiod_line_bulk_add(&request->lines, line);
  }
  struct gpiod_line_request_config config = {
    .consumer = consumer, .request_type = type_of(settings), .flags = flags_of(settings)};
  int values[GPIOD_LINE_BULK_MAX_LINES];
  spread(request->values, values, count);
  if (gpiod_line_request_bulk(&request->lines, &config, values) < 0) return failure();
  request->has_edges = settings->edges != CGPIOD_EDGE_NONE;
  return request->has_edges ? gather(request) : 0;
}

int32_t cgpiod_request_lines(
  struct cgpiod_chip *chip, const uint32_t *offsets, uint32_t count,
  const struct cgpiod_settings *settings, uint64_t values, const char *consumer,
  uint32_t event_capacity, struct cgpiod_request **request) {
  *request = NULL;
  if (count == 0 || count > GPIOD_LINE_BULK_MAX_LINES) return -EINVAL;
  if (event_capacity != 0) return CGPIOD_NOT_SUPPORTED;
  int32_t outcome = check(settings);
  if (outcome < 0) return outcome;
  struct cgpiod_request *made = calloc(1, sizeof *made);
  if (!made) return -ENOMEM;
  made->descriptor = -1;
  made->values = values;
  errno = 0;
  char path[CGPIOD_TEXT_BYTES + 8];
  snprintf(path, sizeof path, "/dev/%s", gpiod_chip_name((struct gpiod_chip *)chip));
  made->chip = gpiod_chip_open(path);
  outcome = made->chip ? take(made, offsets, count, settings, consumer) : failure();
  if (outcome < 0) {
    cgpiod_request_release(made);
    return outcome;
  }
  *request = made;
  return 0;
}

void cgpiod_request_release(struct cgpiod_request *request) {
  if (request->owns_descriptor) close(request->descriptor);
  if (request->chip) gpiod_chip_close(request->chip);
  free(request);
}

int32_t cgpiod_request_reconfigure(
  struct cgpiod_request *request, const struct cgpiod_settings *settings, uint64_t values) {
  int32_t outcome = check(settings);
  if (outcome < 0) return outcome;
  /* The first interface of the kernel gives lines with edges no other configuration while they are held. */
  if (request->has_edges || settings->edges) return CGPIOD_NOT_SUPPORTED;
  int list[GPIOD_LINE_BULK_MAX_LINES];
  spread(values, list, gpiod_line_bulk_num_lines(&request->lines));
  errno = 0;
  if (gpiod_line_set_config_bulk(&request->lines, type_of(settings), flags_of(settings), list) < 0) {
    return failure();
  }
  request->values = values;
  return 0;
}

int32_t cgpiod_request_get(struct cgpiod_request *request, uint64_t *values) {
  int list[GPIOD_LINE_BULK_MAX_LINES];
  errno = 0;
  if (gpiod_line_get_value_bulk(&request->lines, list) < 0) return failure();
  *values = 0;
  uint32_t count = gpiod_line_bulk_num_lines(&request->lines);
  for (uint32_t index = 0; index < count; index++) {
    if (list[index]) *values |= (uint64_t)1 << index;
  }
  return 0;
}

int32_t cgpiod_request_set(struct cgpiod_request *request, uint64_t which, uint64_t values) {
  /* Lines asked for together are set together: setting one alone would clear its neighbours. */
  uint64_t next = (request->values & ~which) | (values & which);
  int list[GPIOD_LINE_BULK_MAX_LINES];
  spread(next, list, gpiod_line_bulk_num_lines(&request->lines));
  errno = 0;
  if (gpiod_line_set_value_bulk(&request->lines, list) < 0) return failure();
  request->values = next;
  return 0;
}

int32_t cgpiod_request_descriptor(struct cgpiod_request *request) {
  return request->descriptor < 0 ? -EINVAL : request->descriptor;
}

/* Reads what waits on one line and puts each edge in order of time among those already read. */
static int32_t read_line(
  struct gpiod_line *line, struct cgpiod_event *events, uint32_t held, uint32_t capacity) {
  struct pollfd entry = {.fd = gpiod_line_event_get_fd(line), .events = POLLIN};
  while (held < capacity) {
    int ready = poll(&entry, 1, 0);
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return failure();
    if (ready == 0) break;
    if (!(entry.revents & POLLIN)) return -ENODEV;
    struct gpiod_line_event event;
    if (gpiod_line_event_read(line, &event) < 0) return failure();
    struct cgpiod_event taken = {
      .nanoseconds = (uint64_t)event.ts.tv_sec * 1000000000u + (uint64_t)event.ts.tv_nsec,
      .offset = gpiod_line_offset(line),
      .is_rising = event.event_type == GPIOD_LINE_EVENT_RISING_EDGE,
    };
    uint32_t place = held;
    while (place > 0 && events[place - 1].nanoseconds > taken.nanoseconds) {
      events[place] = events[place - 1];
      place--;
    }
    events[place] = taken;
    held++;
  }
  return (int32_t)held;
}

int32_t cgpiod_request_read_events(
  struct cgpiod_request *request, struct cgpiod_event *events, uint32_t capacity) {
  if (!request->has_edges) return -EINVAL;
  errno = 0;
  int32_t held = 0;
  uint32_t count = gpiod_line_bulk_num_lines(&request->lines);
  for (uint32_t index = 0; index < count; index++) {
    held = read_line(
      gpiod_line_bulk_get_line(&request->lines, index), events, (uint32_t)held, capacity);
    if (held < 0) return held;
  }
  return held;
}

#endif
