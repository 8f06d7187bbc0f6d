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

/* Reads or writes what is possible at once; 0 from a read of a serial line says that nothing came,
 * 0 from a write that nothing fits. */
int64_t clinux_read(int32_t descriptor, uint8_t *bytes, size_t count);
int64_t clinux_write(int32_t descriptor, const uint8_t *bytes, size_t count);

/* Waits until the descriptor can be read: 0 when the time is over, else CLINUX_READY, CLINUX_HUNG_UP
 * or both. A negative time waits for ever. A signal ends the wait with -EINTR. */
int32_t clinux_wait(int32_t descriptor, int32_t milliseconds);

/* The same until something can be written; a terminal that nobody reads is not ready. */
int32_t clinux_wait_for_room(int32_t descriptor, int32_t milliseconds);

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

/* Opens a new pseudo-terminal, raw: what is written to the descriptor answered is read from the device whose
 * path `name` gets, with a zero behind it. `other` gets a descriptor of that device, which keeps it there. */
int32_t clinux_pseudo_terminal(char *name, size_t capacity, int32_t *other);

/* Whether a program has taken the terminal for itself alone: 1 or 0. */
int32_t clinux_serial_is_claimed(int32_t descriptor);

/* Bytes that a terminal holds for its reader, and bytes that it has still to send. */
int32_t clinux_serial_unread(int32_t descriptor);
int32_t clinux_serial_unsent(int32_t descriptor);

#endif
