/* What the drivers ask of Linux, in types that Embedded Swift can import without a system header.
 *
 * Every function answers 0 or more when it succeeded and -errno when it did not. */
#ifndef CLINUX_H
#define CLINUX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  CLINUX_READ_WRITE = 1,
  CLINUX_NONBLOCKING = 2,
};

enum {
  CLINUX_READY = 1,
  CLINUX_HUNG_UP = 2,
};

/* Opens a device file and answers its descriptor; it is never passed on to another program. */
int32_t clinux_open(const char *path, uint32_t how);
int32_t clinux_close(int32_t descriptor);

/* Reads or writes what is possible at once; 0 from a read of a serial line says that nothing came. */
int64_t clinux_read(int32_t descriptor, uint8_t *bytes, size_t count);
int64_t clinux_write(int32_t descriptor, const uint8_t *bytes, size_t count);

/* Waits until the descriptor can be read: 0 when the time is over, else CLINUX_READY, CLINUX_HUNG_UP
 * or both. A negative time waits for ever. A signal ends the wait with -EINTR. */
int32_t clinux_wait(int32_t descriptor, int32_t milliseconds);

/* Nanoseconds of the monotonic clock, the one that the kernel stamps edges with. */
int64_t clinux_monotonic_nanoseconds(void);

/* Sets mode (bits as the kernel's SPI_* flags), bits a word and the highest clock of a spidev file. */
int32_t clinux_spi_configure(int32_t descriptor, uint32_t mode, uint8_t bits, uint32_t hertz);

/* One full-duplex transfer with chip select held low throughout. Either side may be NULL. */
int32_t clinux_spi_transfer(
  int32_t descriptor, const uint8_t *out, uint8_t *in, uint32_t count, uint32_t hertz);

/* Makes a terminal raw: 8 bits, no parity, no flow control, no echo, reads that never wait.
 * -EINVAL when the rate is none that termios knows. */
int32_t clinux_serial_configure(int32_t descriptor, uint32_t baud);

/* Takes a terminal for this program alone, and forgets what it had received. */
int32_t clinux_serial_claim(int32_t descriptor);

#endif
