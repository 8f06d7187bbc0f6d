// SPDX-License-Identifier: Apache-2.0
// Proves the chain without the unit: waits for data-ready by libgpiod 1.x, reads each frame by
// spidev, and appends its bytes to a file.
//
//   chain LABEL LINE SPIDEV LENGTH FILE [EVERY]
//
// An edge that does not come is made good by looking at the level. Each so many frames the file is
// synchronised with the disk, if EVERY is given. Ends at SIGTERM.
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

static volatile sig_atomic_t is_over;

static void on_term(int number) {
  (void)number;
  is_over = 1;
}

static void fail(const char *what) {
  fprintf(stderr, "chain: %s: %s\n", what, strerror(errno));
  exit(1);
}

static struct gpiod_line *data_ready(const char *label, const char *name) {
  struct gpiod_chip *chip = gpiod_chip_open_by_label(label);
  if (!chip) fail(label);
  struct gpiod_line *line = gpiod_chip_find_line(chip, name);
  if (!line) fail(name);
  if (gpiod_line_request_rising_edge_events(line, "chain")) fail("requesting edges");
  return line;
}

int main(int count, char **words) {
  if (count != 6 && count != 7) {
    fprintf(stderr, "usage: chain LABEL LINE SPIDEV LENGTH FILE [EVERY]\n");
    return 64;
  }
  struct sigaction action = {.sa_handler = on_term};
  sigaction(SIGTERM, &action, NULL);
  struct gpiod_line *line = data_ready(words[1], words[2]);
  int spi = open(words[3], O_RDWR);
  if (spi < 0) fail(words[3]);
  FILE *file = fopen(words[5], "w");
  if (!file) fail(words[5]);
  size_t length = (size_t)atoi(words[4]);
  char *frame = malloc(length);
  struct spi_ioc_transfer transfer = {.rx_buf = (unsigned long)frame, .len = (unsigned)length};
  unsigned long every = count == 7 ? strtoul(words[6], NULL, 10) : 0;
  unsigned long frames = 0, edges = 0, missed = 0;
  while (!is_over) {
    struct timespec wait = {0, 20000000};
    struct gpiod_line_event event;
    int ready = gpiod_line_event_wait(line, &wait);
    if (ready > 0 && gpiod_line_event_read(line, &event) == 0) edges++;
    if (gpiod_line_get_value(line) != 1) continue;
    if (ready == 0) missed++;
    if (ioctl(spi, SPI_IOC_MESSAGE(1), &transfer) != (int)length) fail("reading a frame");
    if (fwrite(frame, 1, length, file) != length) fail("writing a frame");
    frames++;
    if (every == 0 || frames % every != 0) continue;
    if (fflush(file) || fdatasync(fileno(file))) fail("synchronising");
  }
  if (fclose(file)) fail("writing frames");
  printf("frames=%lu edges=%lu missed=%lu\n", frames, edges, missed);
  return 0;
}
