// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tells which bytes a program has on disk for certain: each line of /dev/sapper-sync is the name of
 * a file and the size that it had when an fsync or fdatasync of it began that then succeeded.
 */
#include <linux/fs.h>
#include <linux/kfifo.h>
#include <linux/kprobes.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

struct synced {
	char name[88];
	loff_t size;
};

static DEFINE_SPINLOCK(lock);
static DECLARE_WAIT_QUEUE_HEAD(arrived);
static DEFINE_KFIFO(lines, struct synced, 1024);

static int on_entry(struct kretprobe_instance *call, struct pt_regs *regs)
{
	struct file *file = (struct file *)regs_get_kernel_argument(regs, 0);
	struct synced *synced = (struct synced *)call->data;

	snprintf(synced->name, sizeof(synced->name), "%pd", file->f_path.dentry);
	synced->size = i_size_read(file_inode(file));
	return 0;
}

static int on_return(struct kretprobe_instance *call, struct pt_regs *regs)
{
	if (regs_return_value(regs) == 0) {
		kfifo_in_spinlocked(&lines, (struct synced *)call->data, 1, &lock);
		wake_up_interruptible(&arrived);
	}
	return 0;
}

static struct kretprobe probe = {
	.kp.symbol_name = "ext4_sync_file",
	.entry_handler = on_entry,
	.handler = on_return,
	.data_size = sizeof(struct synced),
	.maxactive = 16,
};

static ssize_t sync_read(struct file *file, char __user *to, size_t size, loff_t *offset)
{
	struct synced synced;
	char line[120];
	int length;

	if (wait_event_interruptible(arrived, !kfifo_is_empty(&lines)))
		return -ERESTARTSYS;
	if (!kfifo_out_spinlocked(&lines, &synced, 1, &lock))
		return -EAGAIN;
	length = scnprintf(line, sizeof(line), "synced %s %lld\n", synced.name, synced.size);
	if (size < length)
		return -EINVAL;
	return copy_to_user(to, line, length) ? -EFAULT : length;
}

static const struct file_operations operations = {
	.owner = THIS_MODULE,
	.read = sync_read,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "sapper-sync",
	.fops = &operations,
};

static int __init sync_log_init(void)
{
	int status = register_kretprobe(&probe);

	if (status)
		return status;
	status = misc_register(&device);
	if (status)
		unregister_kretprobe(&probe);
	return status;
}

static void __exit sync_log_exit(void)
{
	misc_deregister(&device);
	unregister_kretprobe(&probe);
}

module_init(sync_log_init);
module_exit(sync_log_exit);
MODULE_DESCRIPTION("names each file that was synchronised, with its size");
MODULE_LICENSE("GPL");
