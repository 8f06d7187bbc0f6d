// SPDX-License-Identifier: Apache-2.0
// Proves the chain without the unit: waits for data-ready by libgpiod 1.x, reads each frame by
// spidev, and appends its bytes to a file.
//
//   chain LENGTH FILE [EVERY]
//
// An edge that does not come is made good by looking at the level. Each so many frames the file is
// synchronised with the disk, if EVERY is given. ALARM is high after a frame that is flagged
// saturated, VIBRATION is what BUTTON-MARK is. Ends at SIGTERM.
#include <errno.h>
#include <fcntl.h>
#include <gpiod.h>
#include <linux/spi/spidev.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { FLAGS_OFFSET = 20, SATURATED = 1, WAIT_NS = 20000000 };

static volatile sig_atomic_t is_over;

static void on_term(int number) {
  (void)number;
  is_over = 1;
}

static void fail(const char *what) {
  fprintf(stderr, "chain: %s: %s\n", what, strerror(errno));
  exit(1);
}

static struct gpiod_line *line_of(const char *label, const char *name) {
  struct gpiod_chip *chip = gpiod_chip_open_by_label(label);
  if (!chip) fail(label);
  struct gpiod_line *line = gpiod_chip_find_line(chip, name);
  if (!line) fail(name);
  return line;
}

static struct gpiod_line *output(const char *name) {
  struct gpiod_line *line = line_of("sapper-front-end", name);
  if (gpiod_line_request_output(line, "chain", 0)) fail(name);
  return line;
}

// Waits for an edge, for a while; counts it, and the frames that have come without one.
static int is_ready(struct gpiod_line *line, unsigned long *edges, unsigned long *missed) {
  struct timespec wait = {0, WAIT_NS};
  struct gpiod_line_event event;
  int came = gpiod_line_event_wait(line, &wait);
  if (came > 0 && gpiod_line_event_read(line, &event) == 0) ++*edges;
  if (gpiod_line_get_value(line) != 1) return 0;
  if (came == 0) ++*missed;
  return 1;
}

int main(int count, char **words) {
  if (count != 3 && count != 4) {
    fprintf(stderr, "usage: chain LENGTH FILE [EVERY]\n");
    return 64;
  }
  struct sigaction action = {.sa_handler = on_term};
  sigaction(SIGTERM, &action, NULL);
  struct gpiod_line *ready = line_of("sapper-front-end", "DATA-READY");
  if (gpiod_line_request_rising_edge_events(ready, "chain")) fail("requesting edges");
  struct gpiod_line *button = line_of("rig-panel", "BUTTON-MARK");
  if (gpiod_line_request_input(button, "chain")) fail("requesting a button");
  struct gpiod_line *alarm = output("ALARM"), *vibration = output("VIBRATION");
  int spi = open("/dev/spidev0.0", O_RDWR);
  FILE *file = fopen(words[2], "w");
  if (spi < 0 || !file) fail(spi < 0 ? "/dev/spidev0.0" : words[2]);
  size_t length = (size_t)atoi(words[1]);
  unsigned long every = count == 4 ? strtoul(words[3], NULL, 10) : 0;
  char *frame = malloc(length);
  struct spi_ioc_transfer transfer = {.rx_buf = (unsigned long)frame, .len = (unsigned)length};
  unsigned long frames = 0, edges = 0, missed = 0;
  while (!is_over) {
    int frame_is_ready = is_ready(ready, &edges, &missed);
    gpiod_line_set_value(vibration, gpiod_line_get_value(button));
    if (!frame_is_ready) continue;
    if (ioctl(spi, SPI_IOC_MESSAGE(1), &transfer) != (int)length) fail("reading a frame");
    gpiod_line_set_value(alarm, frame[FLAGS_OFFSET] & SATURATED);
    if (fwrite(frame, 1, length, file) != length) fail("writing a frame");
    frames++;
    if (every == 0 || frames % every != 0) continue;
    if (fflush(file) || fdatasync(fileno(file))) fail("synchronising");
  }
  if (fclose(file)) fail("writing frames");
  printf("frames=%lu edges=%lu missed=%lu\n", frames, edges, missed);
  return 0;
}
