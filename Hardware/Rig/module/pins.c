// SPDX-License-Identifier: GPL-2.0-only
/* What the computer sees of the front end: a device on SPI and a chip with lines. */
#include <linux/irqdomain.h>
#include <linux/slab.h>

#include "front_end.h"

/* ---- SPI: one message clocks out the ready frame from its first byte. ---- */

/* Clocks out the bytes of one transfer from `position` of the frame; the caller holds the lock. */
static void clock_out(struct front_end *fe, struct spi_transfer *transfer, u32 position)
{
	u8 filler = ktime_get() < fe->dead_until ? DEAD_BYTE : IDLE_BYTE;
	u32 length = fe->ready ? fe->ready->length : 0;
	u32 have = position < length ? min(length - position, transfer->len) : 0;

	if (!transfer->rx_buf)
		return;
	if (have)
		memcpy(transfer->rx_buf, fe->ready->bytes + position, have);
	memset(transfer->rx_buf + have, filler, transfer->len - have);
}

static int transfer_message(struct spi_controller *controller, struct spi_message *message)
{
	struct front_end *fe = spi_controller_get_devdata(controller);
	struct spi_transfer *transfer;
	struct order *done = NULL;
	bool fell = false, rose = false;
	unsigned long flags;
	u32 position = 0;

	spin_lock_irqsave(&fe->lock, flags);
	list_for_each_entry(transfer, &message->transfers, transfer_list) {
		clock_out(fe, transfer, position);
		position += transfer->len;
		message->actual_length += transfer->len;
	}
	if (!fe->ready) {
		front_end_note(fe, SAPPER_IDLE, DATA_READY, position);
	} else if (position < fe->ready->length) {
		front_end_note(fe, SAPPER_SHORT, DATA_READY, position);
	} else {
		done = fe->ready;
		fe->ready = NULL;
		fe->read = done->number;
		fe->rise_at = 0;
		if (!(done->faults & SAPPER_NO_FALL))
			fell = front_end_set_data_ready(fe, false);
		front_end_note(fe, SAPPER_READ, DATA_READY, fe->level[DATA_READY]);
	}
	spin_unlock_irqrestore(&fe->lock, flags);
	if (fell)
		front_end_interrupt(fe, false);
	if (done) {
		spin_lock_irqsave(&fe->lock, flags);
		rose = front_end_advance(fe);
		spin_unlock_irqrestore(&fe->lock, flags);
	}
	if (rose)
		front_end_interrupt(fe, true);
	kfree(done);
	wake_up_interruptible(&fe->changed);
	message->status = 0;
	spi_finalize_current_message(controller);
	return 0;
}

int front_end_add_spi(struct front_end *fe)
{
	struct spi_device *device;
	int status;

	fe->controller = spi_alloc_master(&fe->platform->dev, 0);
	if (!fe->controller)
		return -ENOMEM;
	spi_controller_set_devdata(fe->controller, fe);
	fe->controller->bus_num = 0;
	fe->controller->num_chipselect = 1;
	fe->controller->mode_bits = SPI_CPOL | SPI_CPHA;
	fe->controller->transfer_one_message = transfer_message;
	status = spi_register_controller(fe->controller);
	if (status) {
		spi_controller_put(fe->controller);
		return status;
	}
	device = spi_alloc_device(fe->controller);
	if (!device)
		return -ENOMEM;
	strscpy(device->modalias, "sapper-front-end", sizeof(device->modalias));
	device->max_speed_hz = 10000000;
	/* A front end is no chip that a driver knows: it asks for spidev by name. */
	status = driver_set_override(&device->dev, &device->driver_override, "spidev", 6);
	if (!status)
		status = spi_add_device(device);
	if (status)
		spi_dev_put(device);
	return status;
}

/* ---- GPIO ---- */

static int line_direction(struct gpio_chip *chip, unsigned int line)
{
	struct front_end *fe = gpiochip_get_data(chip);

	return fe->is_output[line] ? GPIO_LINE_DIRECTION_OUT : GPIO_LINE_DIRECTION_IN;
}

static int line_get(struct gpio_chip *chip, unsigned int line)
{
	struct front_end *fe = gpiochip_get_data(chip);

	return READ_ONCE(fe->level[line]);
}

static void line_set(struct gpio_chip *chip, unsigned int line, int value)
{
	struct front_end *fe = gpiochip_get_data(chip);
	unsigned long flags;

	spin_lock_irqsave(&fe->lock, flags);
	if (line != DATA_READY && fe->level[line] != !!value) {
		fe->level[line] = !!value;
		front_end_note(fe, SAPPER_PIN, line, !!value);
	}
	spin_unlock_irqrestore(&fe->lock, flags);
}

static int line_input(struct gpio_chip *chip, unsigned int line)
{
	struct front_end *fe = gpiochip_get_data(chip);

	fe->is_output[line] = false;
	return 0;
}

static int line_output(struct gpio_chip *chip, unsigned int line, int value)
{
	struct front_end *fe = gpiochip_get_data(chip);

	if (line == DATA_READY)
		return -EPERM; /* The front end drives it. */
	fe->is_output[line] = true;
	line_set(chip, line, value);
	return 0;
}

static int line_irq(struct gpio_chip *chip, unsigned int line)
{
	struct front_end *fe = gpiochip_get_data(chip);

	return irq_create_mapping(fe->irqs, line);
}

int front_end_add_gpio(struct front_end *fe, char **names, int count)
{
	fe->chip.label = "sapper-front-end";
	fe->chip.parent = &fe->platform->dev;
	fe->chip.owner = THIS_MODULE;
	fe->chip.base = -1;
	fe->chip.ngpio = count;
	fe->chip.names = (const char *const *)names;
	fe->chip.get_direction = line_direction;
	fe->chip.get = line_get;
	fe->chip.set = line_set;
	fe->chip.direction_input = line_input;
	fe->chip.direction_output = line_output;
	fe->chip.to_irq = line_irq;
	return gpiochip_add_data(&fe->chip, fe);
}
