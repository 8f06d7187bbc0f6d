/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A front end of a mine detector that is not there: an SPI controller with one device, to which
 * spidev binds, and a GPIO chip whose line 0 is data-ready. Frames come from user space; see
 * sapper_front_end.h. Every change of an output line is recorded with its time.
 */
#ifndef FRONT_END_H
#define FRONT_END_H

#include <linux/gpio/driver.h>
#include <linux/hrtimer.h>
#include <linux/irqdomain.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/spi/spi.h>
#include <linux/wait.h>

#include "sapper_front_end.h"

#define DATA_READY 0
#define QUEUE_MAX 64 /* Orders that wait; a write blocks beyond. */
#define LOG_RECORDS (1u << 16)
#define IDLE_BYTE 0x00 /* What is clocked out when no frame is ready. */
#define DEAD_BYTE 0xff /* What is clocked out when nobody drives the line. */

struct order {
	struct list_head list;
	u32 kind, faults, number, wait_ms, length;
	u64 at_us;
	u8 bytes[];
};

struct front_end {
	struct platform_device *platform;
	struct spi_controller *controller;
	struct gpio_chip chip;
	struct irq_domain *irqs;
	struct hrtimer timer;
	wait_queue_head_t changed;
	struct mutex writing; /* One write at a time keeps their order. */
	unsigned long in_use; /* Bit 0: somebody has the device open. */

	spinlock_t lock; /* Guards what follows. */
	struct list_head queue;
	unsigned int queued;
	struct order *ready; /* The frame that SPI clocks out. */
	ktime_t power_up;
	ktime_t rise_at; /* When a held line rises after all; 0 if none is held. */
	ktime_t dead_until; /* KTIME_MAX is for ever. */
	u32 number; /* The frame that was last made ready. */
	u32 read; /* The frame that was last read. */
	bool level[SAPPER_LINES_MAX];
	bool is_output[SAPPER_LINES_MAX];
	struct sapper_record *log;
	unsigned int first, count, lost;
};

/* play.c */
void front_end_note(struct front_end *fe, u16 kind, u16 line, u32 value);
bool front_end_set_data_ready(struct front_end *fe, bool level);
bool front_end_advance(struct front_end *fe);
void front_end_interrupt(struct front_end *fe, bool level);
enum hrtimer_restart front_end_on_time(struct hrtimer *timer);

/* pins.c */
int front_end_add_spi(struct front_end *fe);
int front_end_add_gpio(struct front_end *fe, char **names, int count);

#endif
