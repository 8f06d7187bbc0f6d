/* The surface over libgpiod 2.x. */
#ifdef SAPPER_GPIOD2

#if !__has_include(<gpiod.h>)
#error "the trait GPIOD2 needs libgpiod 2.x: install libgpiod-dev (Debian 13), or build without the trait"
#endif
#include <gpiod.h>
#ifdef GPIOD_LINE_BULK_MAX_LINES
#error "the trait GPIOD2 is set but gpiod.h is of libgpiod 1.x: build with --traits GPIOD1 instead"
#endif

#include "cgpiod.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cgpiod_request {
  struct gpiod_line_request *lines;
  struct gpiod_edge_event_buffer *buffer; /* NULL when no edges were asked for. */
  uint32_t count;
  uint32_t offsets[CGPIOD_MAXIMUM_LINES];
};

enum { BUFFER_EVENTS = 64 };

static int32_t failure(void) { return errno > 0 ? -errno : -EIO; }

static void copy_text(char *to, const char *from) {
  snprintf(to, CGPIOD_TEXT_BYTES, "%s", from ? from : "");
}

int32_t cgpiod_generation(void) { return 2; }
const char *cgpiod_version(void) { return gpiod_api_version(); }

int32_t cgpiod_chip_open(const char *path, struct cgpiod_chip **chip) {
  errno = 0;
  *chip = (struct cgpiod_chip *)gpiod_chip_open(path);
  return *chip ? 0 : failure();
}

void cgpiod_chip_close(struct cgpiod_chip *chip) { gpiod_chip_close((struct gpiod_chip *)chip); }

int32_t cgpiod_chip_information(struct cgpiod_chip *chip, struct cgpiod_chip_info *info) {
  errno = 0;
  struct gpiod_chip_info *inner = gpiod_chip_get_info((struct gpiod_chip *)chip);
  if (!inner) return failure();
  copy_text(info->name, gpiod_chip_info_get_name(inner));
  copy_text(info->label, gpiod_chip_info_get_label(inner));
  info->line_count = (uint32_t)gpiod_chip_info_get_num_lines(inner);
  gpiod_chip_info_free(inner);
  return 0;
}

static uint8_t bias_of(enum gpiod_line_bias bias) {
  switch (bias) {
    case GPIOD_LINE_BIAS_DISABLED: return CGPIOD_BIAS_NONE;
    case GPIOD_LINE_BIAS_PULL_UP: return CGPIOD_BIAS_UP;
    case GPIOD_LINE_BIAS_PULL_DOWN: return CGPIOD_BIAS_DOWN;
    default: return CGPIOD_BIAS_AS_IS;
  }
}

static uint8_t drive_of(enum gpiod_line_drive drive) {
  switch (drive) {
    case GPIOD_LINE_DRIVE_OPEN_DRAIN: return CGPIOD_DRIVE_OPEN_DRAIN;
    case GPIOD_LINE_DRIVE_OPEN_SOURCE: return CGPIOD_DRIVE_OPEN_SOURCE;
    default: return CGPIOD_DRIVE_PUSH_PULL;
  }
}

int32_t cgpiod_line_information(
  struct cgpiod_chip *chip, uint32_t offset, struct cgpiod_line_info *info) {
  errno = 0;
  struct gpiod_line_info *inner = gpiod_chip_get_line_info((struct gpiod_chip *)chip, offset);
  if (!inner) return failure();
  copy_text(info->name, gpiod_line_info_get_name(inner));
  copy_text(info->consumer, gpiod_line_info_get_consumer(inner));
  info->is_used = gpiod_line_info_is_used(inner);
  info->is_active_low = gpiod_line_info_is_active_low(inner);
  info->direction = gpiod_line_info_get_direction(inner) == GPIOD_LINE_DIRECTION_OUTPUT
    ? CGPIOD_DIRECTION_OUTPUT
    : CGPIOD_DIRECTION_INPUT;
  info->bias = bias_of(gpiod_line_info_get_bias(inner));
  info->drive = drive_of(gpiod_line_info_get_drive(inner));
  gpiod_line_info_free(inner);
  return 0;
}

static enum gpiod_line_direction direction_from(const struct cgpiod_settings *settings) {
  if (settings->edges) return GPIOD_LINE_DIRECTION_INPUT;
  switch (settings->direction) {
    case CGPIOD_DIRECTION_INPUT: return GPIOD_LINE_DIRECTION_INPUT;
    case CGPIOD_DIRECTION_OUTPUT: return GPIOD_LINE_DIRECTION_OUTPUT;
    default: return GPIOD_LINE_DIRECTION_AS_IS;
  }
}

static enum gpiod_line_edge edges_from(uint8_t edges) {
  switch (edges) {
    case CGPIOD_EDGE_RISING: return GPIOD_LINE_EDGE_RISING;
    case CGPIOD_EDGE_FALLING: return GPIOD_LINE_EDGE_FALLING;
    case CGPIOD_EDGE_BOTH: return GPIOD_LINE_EDGE_BOTH;
    default: return GPIOD_LINE_EDGE_NONE;
  }
}

static enum gpiod_line_bias bias_from(uint8_t bias) {
  switch (bias) {
    case CGPIOD_BIAS_NONE: return GPIOD_LINE_BIAS_DISABLED;
    case CGPIOD_BIAS_UP: return GPIOD_LINE_BIAS_PULL_UP;
    case CGPIOD_BIAS_DOWN: return GPIOD_LINE_BIAS_PULL_DOWN;
    default: return GPIOD_LINE_BIAS_AS_IS;
  }
}

static enum gpiod_line_drive drive_from(uint8_t drive) {
  switch (drive) {
    case CGPIOD_DRIVE_OPEN_DRAIN: return GPIOD_LINE_DRIVE_OPEN_DRAIN;
    case CGPIOD_DRIVE_OPEN_SOURCE: return GPIOD_LINE_DRIVE_OPEN_SOURCE;
    default: return GPIOD_LINE_DRIVE_PUSH_PULL;
  }
}

static int fill(struct gpiod_line_settings *to, const struct cgpiod_settings *from) {
  gpiod_line_settings_set_active_low(to, from->is_active_low);
  gpiod_line_settings_set_debounce_period_us(to, from->debounce_microseconds);
  enum gpiod_line_clock clock = from->clock == CGPIOD_CLOCK_REALTIME
    ? GPIOD_LINE_CLOCK_REALTIME
    : GPIOD_LINE_CLOCK_MONOTONIC;
  if (gpiod_line_settings_set_direction(to, direction_from(from)) < 0) return -1;
  if (gpiod_line_settings_set_edge_detection(to, edges_from(from->edges)) < 0) return -1;
  if (gpiod_line_settings_set_bias(to, bias_from(from->bias)) < 0) return -1;
  if (gpiod_line_settings_set_drive(to, drive_from(from->drive)) < 0) return -1;
  return gpiod_line_settings_set_event_clock(to, clock);
}

static enum gpiod_line_value value_of(uint64_t values, uint32_t index) {
  return values >> index & 1 ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
}

/* The configuration of all lines, or NULL with errno. */
static struct gpiod_line_config *configuration(
  const uint32_t *offsets, uint32_t count, const struct cgpiod_settings *settings, uint64_t values) {
  struct gpiod_line_settings *inner = gpiod_line_settings_new();
  struct gpiod_line_config *made = gpiod_line_config_new();
  unsigned int list[CGPIOD_MAXIMUM_LINES];
  enum gpiod_line_value levels[CGPIOD_MAXIMUM_LINES];
  for (uint32_t index = 0; index < count; index++) {
    list[index] = offsets[index];
    levels[index] = value_of(values, index);
  }
  bool good = inner && made && fill(inner, settings) == 0
    && gpiod_line_config_add_line_settings(made, list, count, inner) == 0;
  if (good && direction_from(settings) == GPIOD_LINE_DIRECTION_OUTPUT) {
    good = gpiod_line_config_set_output_values(made, levels, count) == 0;
  }
  int number = errno;
  if (inner) gpiod_line_settings_free(inner);
  if (!good && made) gpiod_line_config_free(made);
  errno = number;
  return good ? made : NULL;
}

/* Whether an offset stands in the list twice: the library would make one line of it, where the kernel
 * and the first generation say that it is busy. */
static bool has_twice(const uint32_t *offsets, uint32_t count) {
  for (uint32_t index = 1; index < count; index++) {
    for (uint32_t before = 0; before < index; before++) {
      if (offsets[before] == offsets[index]) return true;
    }
  }
  return false;
}

static int32_t take(
  struct gpiod_chip *chip, struct cgpiod_request *request, const struct cgpiod_settings *settings,
  uint64_t values, const char *consumer, uint32_t event_capacity) {
  if (has_twice(request->offsets, request->count)) return -EBUSY;
  struct gpiod_line_config *lines =
    configuration(request->offsets, request->count, settings, values);
  if (!lines) return failure();
  struct gpiod_request_config *config = gpiod_request_config_new();
  if (config) {
    gpiod_request_config_set_consumer(config, consumer);
    gpiod_request_config_set_event_buffer_size(config, event_capacity);
    request->lines = gpiod_chip_request_lines(chip, config, lines);
  }
  int32_t outcome = request->lines ? 0 : failure();
  if (config) gpiod_request_config_free(config);
  gpiod_line_config_free(lines);
  if (outcome == 0 && settings->edges) {
    request->buffer = gpiod_edge_event_buffer_new(BUFFER_EVENTS);
    if (!request->buffer) outcome = failure();
  }
  return outcome;
}

int32_t cgpiod_request_lines(
  struct cgpiod_chip *chip, const uint32_t *offsets, uint32_t count,
  const struct cgpiod_settings *settings, uint64_t values, const char *consumer,
  uint32_t event_capacity, struct cgpiod_request **request) {
  *request = NULL;
  if (count == 0 || count > CGPIOD_MAXIMUM_LINES) return -EINVAL;
  if (settings->edges && settings->direction == CGPIOD_DIRECTION_OUTPUT) return -EINVAL;
  struct cgpiod_request *made = calloc(1, sizeof *made);
  if (!made) return -ENOMEM;
  made->count = count;
  memcpy(made->offsets, offsets, count * sizeof *offsets);
  errno = 0;
  int32_t outcome =
    take((struct gpiod_chip *)chip, made, settings, values, consumer, event_capacity);
  if (outcome < 0) {
    cgpiod_request_release(made);
    return outcome;
  }
  *request = made;
  return 0;
}

void cgpiod_request_release(struct cgpiod_request *request) {
  if (request->buffer) gpiod_edge_event_buffer_free(request->buffer);
  if (request->lines) gpiod_line_request_release(request->lines);
  free(request);
}

int32_t cgpiod_request_reconfigure(
  struct cgpiod_request *request, const struct cgpiod_settings *settings, uint64_t values) {
  /* Edges come and go with the buffer they are read into, which a request gets once. */
  if ((request->buffer != NULL) != (settings->edges != CGPIOD_EDGE_NONE)) return -EINVAL;
  if (settings->edges && settings->direction == CGPIOD_DIRECTION_OUTPUT) return -EINVAL;
  errno = 0;
  struct gpiod_line_config *lines =
    configuration(request->offsets, request->count, settings, values);
  if (!lines) return failure();
  int32_t outcome =
    gpiod_line_request_reconfigure_lines(request->lines, lines) < 0 ? failure() : 0;
  gpiod_line_config_free(lines);
  return outcome;
}

int32_t cgpiod_request_get(struct cgpiod_request *request, uint64_t *values) {
  enum gpiod_line_value levels[CGPIOD_MAXIMUM_LINES];
  errno = 0;
  if (gpiod_line_request_get_values(request->lines, levels) < 0) return failure();
  *values = 0;
  for (uint32_t index = 0; index < request->count; index++) {
    if (levels[index] == GPIOD_LINE_VALUE_ACTIVE) *values |= (uint64_t)1 << index;
  }
  return 0;
}

int32_t cgpiod_request_set(struct cgpiod_request *request, uint64_t which, uint64_t values) {
  unsigned int offsets[CGPIOD_MAXIMUM_LINES];
  enum gpiod_line_value levels[CGPIOD_MAXIMUM_LINES];
  size_t count = 0;
  for (uint32_t index = 0; index < request->count; index++) {
    if (!(which >> index & 1)) continue;
    offsets[count] = request->offsets[index];
    levels[count] = value_of(values, index);
    count++;
  }
  if (count == 0) return 0;
  errno = 0;
  int outcome = gpiod_line_request_set_values_subset(request->lines, count, offsets, levels);
  return outcome < 0 ? failure() : 0;
}

int32_t cgpiod_request_descriptor(struct cgpiod_request *request) {
  return request->buffer ? gpiod_line_request_get_fd(request->lines) : -EINVAL;
}

int32_t cgpiod_request_read_events(
  struct cgpiod_request *request, struct cgpiod_event *events, uint32_t capacity) {
  if (!request->buffer) return -EINVAL;
  if (capacity == 0) return 0;
  if (capacity > BUFFER_EVENTS) capacity = BUFFER_EVENTS;
  errno = 0;
  int waiting = gpiod_line_request_wait_edge_events(request->lines, 0);
  if (waiting < 0) return errno == EINTR ? 0 : failure();
  if (waiting == 0) return 0;
  int count = gpiod_line_request_read_edge_events(request->lines, request->buffer, capacity);
  if (count < 0) return failure();
  for (int index = 0; index < count; index++) {
    struct gpiod_edge_event *event =
      gpiod_edge_event_buffer_get_event(request->buffer, (unsigned long)index);
    events[index] = (struct cgpiod_event){
      .nanoseconds = gpiod_edge_event_get_timestamp_ns(event),
      .request_sequence = gpiod_edge_event_get_global_seqno(event),
      .line_sequence = gpiod_edge_event_get_line_seqno(event),
      .offset = gpiod_edge_event_get_line_offset(event),
      .is_rising = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE,
    };
  }
  return count;
}

#endif
