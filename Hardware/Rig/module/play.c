// SPDX-License-Identifier: GPL-2.0-only
/* Plays the queue: which frame is ready, and what its data-ready line does. */
#include <linux/interrupt.h>
#include <linux/slab.h>

#include "front_end.h"

/* Puts a record at the end of the log; the caller holds the lock. */
void front_end_note(struct front_end *fe, u16 kind, u16 line, u32 value)
{
	struct sapper_record *record;

	if (fe->count >= LOG_RECORDS - 1) {
		fe->lost++;
		return;
	}
	if (fe->lost) {
		u32 lost = fe->lost;

		fe->lost = 0;
		front_end_note(fe, SAPPER_LOST, 0, lost);
	}
	record = &fe->log[(fe->first + fe->count++) % LOG_RECORDS];
	record->time_ns = cpu_to_le64(ktime_get_ns());
	record->ready = cpu_to_le32(fe->number);
	record->kind = cpu_to_le16(kind);
	record->line = cpu_to_le16(line);
	record->value = cpu_to_le32(value);
	record->read = cpu_to_le32(fe->read);
}

/* Sets data-ready; the answer is whether an edge came of it. The caller holds the lock. */
bool front_end_set_data_ready(struct front_end *fe, bool level)
{
	bool is_edge = fe->level[DATA_READY] != level;

	fe->level[DATA_READY] = level;
	return is_edge;
}

/*
 * Makes the next frame ready if its time has come, else sets the timer. The answer is whether
 * data-ready rose with an interrupt. The caller holds the lock.
 */
bool front_end_advance(struct front_end *fe)
{
	struct order *order;
	ktime_t now = ktime_get(), at;
	bool is_edge;

next:
	if (fe->ready || now < fe->dead_until)
		return false;
	order = list_first_entry_or_null(&fe->queue, struct order, list);
	if (!order)
		return false;
	at = ktime_add_us(fe->power_up, order->at_us);
	if (order->at_us && now < at) {
		hrtimer_start(&fe->timer, at, HRTIMER_MODE_ABS);
		return false;
	}
	list_del(&order->list);
	fe->queued--;
	if (order->kind == SAPPER_ZERO) {
		front_end_note(fe, SAPPER_START, DATA_READY, 0);
		fe->power_up = now = ktime_get();
		kfree(order);
		goto next;
	}
	if (order->kind == SAPPER_DEAD) {
		fe->dead_until = order->wait_ms ? ktime_add_ms(now, order->wait_ms) : KTIME_MAX;
		front_end_set_data_ready(fe, false);
		if (order->wait_ms)
			hrtimer_start(&fe->timer, fe->dead_until, HRTIMER_MODE_ABS);
		kfree(order);
		return false;
	}
	fe->ready = order;
	fe->number = order->number;
	if (order->faults & SAPPER_NO_RISE) {
		front_end_note(fe, SAPPER_RISE, DATA_READY, 0);
		fe->rise_at = ktime_add_ms(now, order->wait_ms);
		hrtimer_start(&fe->timer, fe->rise_at, HRTIMER_MODE_ABS);
		return false;
	}
	is_edge = front_end_set_data_ready(fe, true);
	front_end_note(fe, SAPPER_RISE, DATA_READY, is_edge);
	return is_edge && !(order->faults & SAPPER_NO_EDGE);
}

/* Delivers an edge of data-ready to whoever asked for it; the caller does not hold the lock. */
void front_end_interrupt(struct front_end *fe, bool level)
{
	int irq = irq_find_mapping(fe->irqs, DATA_READY);
	u32 wanted = level ? IRQ_TYPE_EDGE_RISING : IRQ_TYPE_EDGE_FALLING;

	if (irq && (irq_get_trigger_type(irq) & wanted))
		irq_set_irqchip_state(irq, IRQCHIP_STATE_PENDING, true);
}

enum hrtimer_restart front_end_on_time(struct hrtimer *timer)
{
	struct front_end *fe = container_of(timer, struct front_end, timer);
	unsigned long flags;
	bool is_edge;

	spin_lock_irqsave(&fe->lock, flags);
	if (fe->rise_at) {
		fe->rise_at = 0;
		is_edge = fe->ready && front_end_set_data_ready(fe, true);
		if (is_edge)
			front_end_note(fe, SAPPER_RISE, DATA_READY, 1);
	} else {
		is_edge = front_end_advance(fe);
	}
	spin_unlock_irqrestore(&fe->lock, flags);
	if (is_edge)
		front_end_interrupt(fe, true);
	wake_up_interruptible(&fe->changed);
	return HRTIMER_NORESTART;
}
