/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * What user space says to the simulated front end, and what it reads back.
 *
 * /dev/sapper-front-end: each write is one order, a header and the bytes of its frame. Each read
 * gives whole records of what happened on the pins. Opening it is power-up: the queue and the log
 * are empty, device time is 0, every line is low.
 */
#ifndef SAPPER_FRONT_END_H
#define SAPPER_FRONT_END_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define SAPPER_FRAME_MAX 32768 /* Bytes of a frame at most. */
#define SAPPER_LINES_MAX 32 /* Lines of the chip at most; line 0 is data-ready. */

/* What an order does. */
enum sapper_order_kind {
	SAPPER_PLAY = 1, /* Makes the frame ready, raises data-ready; it falls after the last byte. */
	SAPPER_DEAD = 2, /* Nothing for wait_ms, or for ever if 0: line low, every byte 0xFF. */
	SAPPER_ZERO = 3, /* Device time is 0 now. */
};

/* How data-ready misbehaves for a played frame. */
#define SAPPER_NO_EDGE 1 /* The level rises, but no interrupt comes: a missed edge. */
#define SAPPER_NO_RISE 2 /* The line stays low for wait_ms although the frame can be read. */
#define SAPPER_NO_FALL 4 /* The line stays high after the frame was read. */

struct sapper_order {
	__le32 kind;
	__le32 faults;
	__le64 at_us; /* Not before this device time; 0 is as soon as the one before was read. */
	__le32 number; /* The caller's number of the frame, for the log. */
	__le32 wait_ms;
	__le32 length; /* Bytes that follow. */
	__le32 reserved;
};

/* What a record of the log tells. */
enum sapper_record_kind {
	SAPPER_PIN = 1, /* An output line changed: line, value. */
	SAPPER_RISE = 2, /* A frame is ready; value 1 if data-ready rose with it. */
	SAPPER_READ = 3, /* The last byte of a frame was clocked out. */
	SAPPER_SHORT = 4, /* A transfer ended before the last byte: value is the bytes clocked. */
	SAPPER_IDLE = 5, /* A transfer when no frame was ready: value is the bytes clocked. */
	SAPPER_LOST = 6, /* Records were lost here, since nobody read them: value is how many. */
	SAPPER_START = 7, /* Device time is 0 now. */
};

struct sapper_record {
	__le64 time_ns; /* CLOCK_MONOTONIC. */
	__le32 ready; /* The frame that was last made ready. */
	__le16 kind;
	__le16 line;
	__le32 value;
	__le32 read; /* The frame whose last byte was last clocked out. */
};

/* Waits until each order was played and read, at most so many ms; ETIMEDOUT after that. */
#define SAPPER_DRAIN _IOW('s', 1, __u32)

#endif
