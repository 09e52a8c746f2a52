// SPDX-License-Identifier: GPL-2.0
/*
 * Purpose: a driver of plugbus ports for the tests: takes cards of vendor fffe, requests
 * their first line and finds by it whether the card was the cause.
 *
 * With the parameter irq it also requests that interrupt for itself, as any other part of
 * the kernel may, shared or, with exclusive=1, not. With hold=1 its init does not return
 * until somebody writes 0 there.
 */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/module.h>

#include "plugbus.h"

static int irq;
module_param(irq, int, 0444);
static bool exclusive;
module_param(exclusive, bool, 0444);

static bool hold;
module_param(hold, bool, 0644);

static atomic_t handled = ATOMIC_INIT(0);
static int handled_get(char *buf, const struct kernel_param *param)
{
	return sysfs_emit(buf, "%d\n", atomic_read(&handled));
}
static const struct kernel_param_ops handled_ops = {.get = handled_get};
module_param_cb(handled, &handled_ops, NULL, 0444);

static irqreturn_t by_card(int nr, void *data)
{
	if (!plugbus_line_lower(data, 0))
		return IRQ_NONE;
	atomic_inc(&handled);
	return IRQ_HANDLED;
}

static irqreturn_t by_nobody(int nr, void *data)
{
	return IRQ_NONE;
}

static int probe(struct plugbus_port *port, const struct plugbus_device_id *id)
{
	int r;

	if (port->nr_lines) {
		r = request_irq(port->irq[0], by_card, IRQF_SHARED, dev_name(&port->dev),
				port);
		if (r < 0)
			return r;
	}
	return 0;
}

static void remove(struct plugbus_port *port)
{
	if (port->nr_lines)
		free_irq(port->irq[0], port);
}

static const struct plugbus_device_id ids[] = {
	{PLUGBUS_STYLE_PCI, 0xfffe, PLUGBUS_ANY, PLUGBUS_ANY, PLUGBUS_ANY},
	{},
};
MODULE_ALIAS("plugbus:pci:v0000FFFEd*sv*sd*bc*sc*i*");

static struct plugbus_driver driver = {
	.id_table = ids,
	.probe = probe,
	.remove = remove,
	.driver = {.name = "plugtest"},
};

static int __init plugtest_init(void)
{
	int r = 0;

	while (READ_ONCE(hold))
		msleep(50);
	if (irq > 0)
		r = request_irq(irq, by_nobody, exclusive ? 0 : IRQF_SHARED, "plugtest",
				&driver);
	if (r < 0)
		return r;
	r = plugbus_driver_register(&driver);
	if (r < 0 && irq > 0)
		free_irq(irq, &driver);
	return r;
}

static void __exit plugtest_exit(void)
{
	plugbus_driver_unregister(&driver);
	if (irq > 0)
		free_irq(irq, &driver);
}

module_init(plugtest_init);
module_exit(plugtest_exit);
MODULE_DESCRIPTION("A driver of plugbus ports for tests");
MODULE_LICENSE("GPL");
