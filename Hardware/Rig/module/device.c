// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device that user space feeds, and the life of the module.
 *
 * Parameter names=a,b,c names the lines of the chip; the first is data-ready.
 */
#include <linux/irq_sim.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "front_end.h"

static char *names[SAPPER_LINES_MAX] = { "DATA-READY" };
static int line_count = 1;
module_param_array(names, charp, &line_count, 0444);
MODULE_PARM_DESC(names, "names of the lines; the first is data-ready");

static struct front_end *front_end;

/* Power-up: nothing queued, nothing recorded, device time 0. */
static void power_up(struct front_end *fe)
{
	struct order *order, *next;
	unsigned long flags;
	LIST_HEAD(old);

	hrtimer_cancel(&fe->timer);
	spin_lock_irqsave(&fe->lock, flags);
	list_splice_init(&fe->queue, &old);
	if (fe->ready)
		list_add(&fe->ready->list, &old);
	fe->ready = NULL;
	fe->queued = fe->first = fe->count = fe->lost = 0;
	fe->number = fe->read = 0;
	fe->rise_at = fe->dead_until = 0;
	fe->power_up = 0;
	fe->level[DATA_READY] = false;
	spin_unlock_irqrestore(&fe->lock, flags);
	list_for_each_entry_safe(order, next, &old, list)
		kfree(order);
}

static int device_open(struct inode *inode, struct file *file)
{
	if (test_and_set_bit(0, &front_end->in_use))
		return -EBUSY;
	power_up(front_end);
	file->private_data = front_end;
	return nonseekable_open(inode, file);
}

static int device_release(struct inode *inode, struct file *file)
{
	clear_bit(0, &front_end->in_use);
	return 0;
}

/* The order that a write holds, or an error. */
static struct order *order_from(const char __user *from, size_t size)
{
	struct sapper_order header;
	struct order *order;
	u32 length;

	if (size < sizeof(header) || copy_from_user(&header, from, sizeof(header)))
		return ERR_PTR(size < sizeof(header) ? -EINVAL : -EFAULT);
	length = le32_to_cpu(header.length);
	if (length > SAPPER_FRAME_MAX || size != sizeof(header) + length)
		return ERR_PTR(-EMSGSIZE);
	order = kmalloc(sizeof(*order) + length, GFP_KERNEL);
	if (!order)
		return ERR_PTR(-ENOMEM);
	order->kind = le32_to_cpu(header.kind);
	order->faults = le32_to_cpu(header.faults);
	order->number = le32_to_cpu(header.number);
	order->wait_ms = le32_to_cpu(header.wait_ms);
	order->at_us = le64_to_cpu(header.at_us);
	order->length = length;
	if (order->kind < SAPPER_PLAY || order->kind > SAPPER_ZERO ||
	    (order->kind == SAPPER_PLAY && !length) ||
	    copy_from_user(order->bytes, from + sizeof(header), length)) {
		kfree(order);
		return ERR_PTR(-EINVAL);
	}
	return order;
}

static ssize_t device_write(struct file *file, const char __user *from, size_t size, loff_t *at)
{
	struct front_end *fe = file->private_data;
	struct order *order = order_from(from, size);
	unsigned long flags;
	bool rose;

	if (IS_ERR(order))
		return PTR_ERR(order);
	if (mutex_lock_interruptible(&fe->writing)) {
		kfree(order);
		return -ERESTARTSYS;
	}
	if (wait_event_interruptible(fe->changed, READ_ONCE(fe->queued) < QUEUE_MAX)) {
		mutex_unlock(&fe->writing);
		kfree(order);
		return -ERESTARTSYS;
	}
	spin_lock_irqsave(&fe->lock, flags);
	if (!fe->power_up)
		fe->power_up = ktime_get();
	list_add_tail(&order->list, &fe->queue);
	fe->queued++;
	rose = front_end_advance(fe);
	spin_unlock_irqrestore(&fe->lock, flags);
	if (rose)
		front_end_interrupt(fe, true);
	mutex_unlock(&fe->writing);
	return size;
}

static ssize_t device_read(struct file *file, char __user *to, size_t size, loff_t *at)
{
	struct front_end *fe = file->private_data;
	struct sapper_record record;
	unsigned long flags;
	size_t done = 0;

	if (wait_event_interruptible(fe->changed, READ_ONCE(fe->count)))
		return -ERESTARTSYS;
	while (done + sizeof(record) <= size) {
		spin_lock_irqsave(&fe->lock, flags);
		if (!fe->count) {
			spin_unlock_irqrestore(&fe->lock, flags);
			break;
		}
		record = fe->log[fe->first];
		fe->first = (fe->first + 1) % LOG_RECORDS;
		fe->count--;
		spin_unlock_irqrestore(&fe->lock, flags);
		if (copy_to_user(to + done, &record, sizeof(record)))
			return -EFAULT;
		done += sizeof(record);
	}
	return done;
}

static __poll_t device_poll(struct file *file, poll_table *table)
{
	struct front_end *fe = file->private_data;
	__poll_t events = 0;

	poll_wait(file, &fe->changed, table);
	if (READ_ONCE(fe->count))
		events |= EPOLLIN | EPOLLRDNORM;
	if (READ_ONCE(fe->queued) < QUEUE_MAX)
		events |= EPOLLOUT | EPOLLWRNORM;
	return events;
}

static long device_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	struct front_end *fe = file->private_data;
	u32 wait_ms;
	long left;

	if (command != SAPPER_DRAIN)
		return -ENOTTY;
	if (get_user(wait_ms, (u32 __user *)argument))
		return -EFAULT;
	left = wait_event_interruptible_timeout(
		fe->changed, !READ_ONCE(fe->queued) && !READ_ONCE(fe->ready),
		msecs_to_jiffies(wait_ms));
	return left < 0 ? left : left ? 0 : -ETIMEDOUT;
}

static const struct file_operations operations = {
	.owner = THIS_MODULE,
	.open = device_open,
	.release = device_release,
	.read = device_read,
	.write = device_write,
	.poll = device_poll,
	.unlocked_ioctl = device_ioctl,
	.llseek = no_llseek,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "sapper-front-end",
	.fops = &operations,
};

static void front_end_prepare(struct front_end *fe)
{
	spin_lock_init(&fe->lock);
	mutex_init(&fe->writing);
	INIT_LIST_HEAD(&fe->queue);
	init_waitqueue_head(&fe->changed);
	hrtimer_init(&fe->timer, CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
	fe->timer.function = front_end_on_time;
}

static void front_end_remove(struct front_end *fe)
{
	if (fe->controller)
		spi_unregister_controller(fe->controller);
	if (fe->chip.gpiodev)
		gpiochip_remove(&fe->chip);
	if (!IS_ERR_OR_NULL(fe->irqs))
		irq_domain_remove_sim(fe->irqs);
	if (!IS_ERR_OR_NULL(fe->platform))
		platform_device_unregister(fe->platform);
	vfree(fe->log);
	kfree(fe);
}

static int __init front_end_init(void)
{
	struct front_end *fe = kzalloc(sizeof(*fe), GFP_KERNEL);
	int status = -ENOMEM;

	if (!fe)
		return status;
	front_end_prepare(fe);
	fe->log = vzalloc(array_size(LOG_RECORDS, sizeof(*fe->log)));
	if (!fe->log)
		goto failed;
	fe->platform = platform_device_register_simple("sapper-front-end", -1, NULL, 0);
	status = PTR_ERR_OR_ZERO(fe->platform);
	if (status)
		goto failed;
	fe->irqs = irq_domain_create_sim(dev_fwnode(&fe->platform->dev), line_count);
	status = PTR_ERR_OR_ZERO(fe->irqs);
	if (!status)
		status = front_end_add_gpio(fe, names, line_count);
	if (!status)
		status = front_end_add_spi(fe);
	front_end = fe;
	if (!status)
		status = misc_register(&device);
	if (!status)
		return 0;
failed:
	front_end_remove(fe);
	return status;
}

static void __exit front_end_exit(void)
{
	misc_deregister(&device);
	power_up(front_end);
	front_end_remove(front_end);
}

module_init(front_end_init);
module_exit(front_end_exit);
MODULE_DESCRIPTION("simulated front end of a mine detector: SPI device and data-ready line");
MODULE_LICENSE("GPL");
