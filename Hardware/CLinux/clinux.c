#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/spi/spidev.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

int32_t clinux_open(const char *path, uint32_t how) {
  int flags = O_CLOEXEC | O_NOCTTY;
  flags |= (how & CLINUX_READ_WRITE) ? O_RDWR : O_RDONLY;
  if (how & CLINUX_NONBLOCKING) flags |= O_NONBLOCK;
  int descriptor;
  do {
    descriptor = open(path, flags);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor < 0 ? -errno : descriptor;
}

int32_t clinux_close(int32_t descriptor) {
  /* Linux has released the descriptor even when close was interrupted: never call it twice. */
  return close(descriptor) < 0 && errno != EINTR ? -errno : 0;
}

int64_t clinux_read(int32_t descriptor, uint8_t *bytes, size_t count) {
  ssize_t got;
  do {
    got = read(descriptor, bytes, count);
  } while (got < 0 && errno == EINTR);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return 0;
  return got < 0 ? -errno : got;
}

int64_t clinux_write(int32_t descriptor, const uint8_t *bytes, size_t count) {
  ssize_t gone;
  do {
    gone = write(descriptor, bytes, count);
  } while (gone < 0 && errno == EINTR);
  if (gone < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return 0;
  return gone < 0 ? -errno : gone;
}

static int32_t wait_for(int32_t descriptor, short events, int32_t milliseconds) {
  struct pollfd entry = {.fd = descriptor, .events = events};
  int ready = poll(&entry, 1, milliseconds);
  if (ready < 0) return -errno;
  if (ready == 0) return 0;
  if (entry.revents & POLLNVAL) return -EBADF;
  int32_t answer = 0;
  if (entry.revents & events) answer |= CLINUX_READY;
  if (entry.revents & (POLLHUP | POLLERR)) answer |= CLINUX_HUNG_UP;
  return answer;
}

int32_t clinux_wait(int32_t descriptor, int32_t milliseconds) {
  return wait_for(descriptor, POLLIN, milliseconds);
}

int32_t clinux_wait_for_room(int32_t descriptor, int32_t milliseconds) {
  return wait_for(descriptor, POLLOUT, milliseconds);
}

int64_t clinux_monotonic_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int32_t clinux_spi_configure(int32_t descriptor, uint32_t mode, uint8_t bits, uint32_t hertz) {
  if (ioctl(descriptor, SPI_IOC_WR_MODE32, &mode) < 0) return -errno;
  if (ioctl(descriptor, SPI_IOC_WR_BITS_PER_WORD, &bits) < 0) return -errno;
  if (ioctl(descriptor, SPI_IOC_WR_MAX_SPEED_HZ, &hertz) < 0) return -errno;
  return 0;
}

int32_t clinux_spi_transfer(
  int32_t descriptor, const uint8_t *out, uint8_t *in, uint32_t count, uint32_t hertz) {
  struct spi_ioc_transfer transfer = {
    .tx_buf = (uint64_t)(uintptr_t)out,
    .rx_buf = (uint64_t)(uintptr_t)in,
    .len = count,
    .speed_hz = hertz,
  };
  int done = ioctl(descriptor, SPI_IOC_MESSAGE(1), &transfer);
  if (done < 0) return -errno;
  return (uint32_t)done == count ? 0 : -EIO;
}

static speed_t speed_of(uint32_t baud) {
  switch (baud) {
    case 9600: return B9600;
    case 19200: return B19200;
    case 38400: return B38400;
    case 57600: return B57600;
    case 115200: return B115200;
    case 230400: return B230400;
    case 460800: return B460800;
    case 500000: return B500000;
    case 921600: return B921600;
    case 1000000: return B1000000;
    case 1500000: return B1500000;
    case 2000000: return B2000000;
    case 3000000: return B3000000;
    case 4000000: return B4000000;
    default: return B0;
  }
}

int32_t clinux_serial_configure(int32_t descriptor, uint32_t baud) {
  speed_t speed = speed_of(baud);
  if (speed == B0) return -EINVAL;
  struct termios terminal;
  if (tcgetattr(descriptor, &terminal) < 0) return -errno;
  cfmakeraw(&terminal);
  terminal.c_cflag |= CLOCAL | CREAD;
  terminal.c_cflag &= ~(tcflag_t)(CSTOPB | CRTSCTS);
  terminal.c_cc[VMIN] = 0;
  terminal.c_cc[VTIME] = 0;
  if (cfsetispeed(&terminal, speed) < 0 || cfsetospeed(&terminal, speed) < 0) return -errno;
  if (tcsetattr(descriptor, TCSANOW, &terminal) < 0) return -errno;
  return 0;
}

int32_t clinux_serial_claim(int32_t descriptor) {
  if (ioctl(descriptor, TIOCEXCL) < 0) return -errno;
  if (tcflush(descriptor, TCIFLUSH) < 0) return -errno;
  return 0;
}

int32_t clinux_pseudo_terminal(char *name, size_t capacity, int32_t *other) {
  int descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return -errno;
  int32_t outcome = 0;
  if (grantpt(descriptor) < 0 || unlockpt(descriptor) < 0) outcome = -errno;
  if (outcome == 0) outcome = -ptsname_r(descriptor, name, capacity);
  if (outcome == 0) outcome = clinux_open(name, CLINUX_READ_WRITE | CLINUX_NONBLOCKING);
  if (outcome >= 0) {
    *other = outcome;
    outcome = clinux_serial_configure(*other, 115200);
    if (outcome < 0) clinux_close(*other);
  }
  if (outcome >= 0) return descriptor;
  clinux_close(descriptor);
  return outcome;
}

int32_t clinux_serial_is_claimed(int32_t descriptor) {
  int answer = 0;
  return ioctl(descriptor, TIOCGEXCL, &answer) < 0 ? -errno : answer != 0;
}

int32_t clinux_serial_unread(int32_t descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) < 0 ? -errno : count;
}

int32_t clinux_serial_unsent(int32_t descriptor) {
  int count = 0;
  return ioctl(descriptor, TIOCOUTQ, &count) < 0 ? -errno : count;
}
