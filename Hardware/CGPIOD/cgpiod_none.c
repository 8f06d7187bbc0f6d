/* Without libgpiod every call says so, so that a laptop builds and tests all that stands above it. */
#if defined(SAPPER_GPIOD1) && defined(SAPPER_GPIOD2)
#error "the traits GPIOD1 and GPIOD2 exclude each other: choose the one whose libgpiod is installed"
#endif

#if !defined(SAPPER_GPIOD1) && !defined(SAPPER_GPIOD2)

#include "cgpiod.h"

int32_t cgpiod_generation(void) { return 0; }
const char *cgpiod_version(void) { return "none"; }

int32_t cgpiod_chip_open(const char *path, struct cgpiod_chip **chip) {
  (void)path;
  *chip = NULL;
  return CGPIOD_NOT_BUILT;
}

void cgpiod_chip_close(struct cgpiod_chip *chip) { (void)chip; }

int32_t cgpiod_chip_information(struct cgpiod_chip *chip, struct cgpiod_chip_info *info) {
  (void)chip, (void)info;
  return CGPIOD_NOT_BUILT;
}

int32_t cgpiod_line_information(
  struct cgpiod_chip *chip, uint32_t offset, struct cgpiod_line_info *info) {
  (void)chip, (void)offset, (void)info;
  return CGPIOD_NOT_BUILT;
}

int32_t cgpiod_request_lines(
  struct cgpiod_chip *chip, const uint32_t *offsets, uint32_t count,
  const struct cgpiod_settings *settings, uint64_t values, const char *consumer,
  uint32_t event_capacity, struct cgpiod_request **request) {
  (void)chip, (void)offsets, (void)count, (void)settings, (void)values, (void)consumer;
  (void)event_capacity;
  *request = NULL;
  return CGPIOD_NOT_BUILT;
}

void cgpiod_request_release(struct cgpiod_request *request) { (void)request; }

int32_t cgpiod_request_reconfigure(
  struct cgpiod_request *request, const struct cgpiod_settings *settings, uint64_t values) {
  (void)request, (void)settings, (void)values;
  return CGPIOD_NOT_BUILT;
}

int32_t cgpiod_request_get(struct cgpiod_request *request, uint64_t *values) {
  (void)request, (void)values;
  return CGPIOD_NOT_BUILT;
}

int32_t cgpiod_request_set(struct cgpiod_request *request, uint64_t which, uint64_t values) {
  (void)request, (void)which, (void)values;
  return CGPIOD_NOT_BUILT;
}

int32_t cgpiod_request_descriptor(struct cgpiod_request *request) {
  (void)request;
  return CGPIOD_NOT_BUILT;
}

int32_t cgpiod_request_read_events(
  struct cgpiod_request *request, struct cgpiod_event *events, uint32_t capacity) {
  (void)request, (void)events, (void)capacity;
  return CGPIOD_NOT_BUILT;
}

#endif
