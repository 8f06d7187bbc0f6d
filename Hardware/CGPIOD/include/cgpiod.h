/* One surface over libgpiod 1.6 and 2.x.
 *
 * Which of them is behind it is chosen when it is compiled, by the macro SAPPER_GPIOD: 1, 2, or absent,
 * and then every call answers CGPIOD_NOT_BUILT. The header needs no system header, so that Embedded Swift
 * can import it. Every function answers 0 or more when it succeeded, else -errno or one of the two numbers
 * below. What a generation cannot do answers CGPIOD_NOT_SUPPORTED; nothing is imitated. */
#ifndef CGPIOD_H
#define CGPIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  CGPIOD_NOT_BUILT = -10001,
  CGPIOD_NOT_SUPPORTED = -10002,
};

enum {
  CGPIOD_MAXIMUM_LINES = 64, /* Lines in one request, as the kernel has it. */
  CGPIOD_TEXT_BYTES = 64,    /* Bytes of a name with its final zero. */
  CGPIOD_PATH_BYTES = 48,    /* Bytes of a chip's path with its final zero. */
};

enum { CGPIOD_DIRECTION_AS_IS = 0, CGPIOD_DIRECTION_INPUT = 1, CGPIOD_DIRECTION_OUTPUT = 2 };
enum { CGPIOD_BIAS_AS_IS = 0, CGPIOD_BIAS_NONE = 1, CGPIOD_BIAS_UP = 2, CGPIOD_BIAS_DOWN = 3 };
enum { CGPIOD_DRIVE_PUSH_PULL = 0, CGPIOD_DRIVE_OPEN_DRAIN = 1, CGPIOD_DRIVE_OPEN_SOURCE = 2 };
enum { CGPIOD_EDGE_NONE = 0, CGPIOD_EDGE_RISING = 1, CGPIOD_EDGE_FALLING = 2, CGPIOD_EDGE_BOTH = 3 };
enum { CGPIOD_CLOCK_MONOTONIC = 0, CGPIOD_CLOCK_REALTIME = 1 };

struct cgpiod_chip;
struct cgpiod_request;

struct cgpiod_chip_info {
  char name[CGPIOD_TEXT_BYTES];
  char label[CGPIOD_TEXT_BYTES];
  uint32_t line_count;
};

struct cgpiod_line_info {
  char name[CGPIOD_TEXT_BYTES];     /* Empty when the line has none. */
  char consumer[CGPIOD_TEXT_BYTES]; /* Empty when nobody says who uses it. */
  bool is_used;
  bool is_active_low;
  uint8_t direction;
  uint8_t bias;
  uint8_t drive;
};

/* How every line of a request is set up. */
struct cgpiod_settings {
  uint8_t direction;
  uint8_t bias;
  uint8_t drive;
  uint8_t edges;
  uint8_t clock;
  bool is_active_low;
  uint32_t debounce_microseconds;
};

struct cgpiod_event {
  uint64_t nanoseconds;
  uint64_t request_sequence; /* 1, 2, 3 … over the lines of a request; 0 where the kernel gives none. */
  uint64_t line_sequence;    /* 1, 2, 3 … on this line; 0 where the kernel gives none. */
  uint32_t offset;
  bool is_rising;
};

/* 0 without a library, 1 or 2: the generation that was compiled in. */
int32_t cgpiod_generation(void);
/* The version of the library that is loaded, "none" without one. */
const char *cgpiod_version(void);

/* Writes the path of chip number `index` of this computer, in the order of their numbers: 1 when there is
 * one, 0 when there are no more. */
int32_t cgpiod_chip_path(uint32_t index, char path[CGPIOD_PATH_BYTES]);

int32_t cgpiod_chip_open(const char *path, struct cgpiod_chip **chip);
void cgpiod_chip_close(struct cgpiod_chip *chip);
int32_t cgpiod_chip_information(struct cgpiod_chip *chip, struct cgpiod_chip_info *info);
int32_t cgpiod_line_information(
  struct cgpiod_chip *chip, uint32_t offset, struct cgpiod_line_info *info);

/* Takes `count` lines for this program. `values` has a bit for each, the first line in bit 0: 1 is active.
 * `event_capacity` is what the kernel may hold of edges nobody has read yet; 0 leaves the choice to it. */
int32_t cgpiod_request_lines(
  struct cgpiod_chip *chip, const uint32_t *offsets, uint32_t count,
  const struct cgpiod_settings *settings, uint64_t values, const char *consumer,
  uint32_t event_capacity, struct cgpiod_request **request);
void cgpiod_request_release(struct cgpiod_request *request);

/* Changes the lines of a request without letting go of them. */
int32_t cgpiod_request_reconfigure(
  struct cgpiod_request *request, const struct cgpiod_settings *settings, uint64_t values);

int32_t cgpiod_request_get(struct cgpiod_request *request, uint64_t *values);
/* Sets the lines whose bit stands in `which`. */
int32_t cgpiod_request_set(struct cgpiod_request *request, uint64_t which, uint64_t values);

/* The descriptor that poll finds readable when an edge waits; it belongs to the request. */
int32_t cgpiod_request_descriptor(struct cgpiod_request *request);
/* Reads the edges that wait, `capacity` at the most, without waiting for one; answers how many. */
int32_t cgpiod_request_read_events(
  struct cgpiod_request *request, struct cgpiod_event *events, uint32_t capacity);

#endif
