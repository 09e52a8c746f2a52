// SPDX-License-Identifier: GPL-2.0
/*
 * Purpose: a driver of plugbus ports for the tests: takes cards of vendor fffe, requests
 * their first line and finds by it whether the card was the cause; with threaded=1 in a
 * thread, until whose end the line is masked. While disabled is 1, so is the line of the
 * last card.
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

static bool threaded;
module_param(threaded, bool, 0444);

static struct plugbus_port *card;
static bool disabled;
static int disabled_set(const char *val, const struct kernel_param *param)
{
	bool was = disabled;
	int r = param_set_bool(val, param);

	if (r < 0 || disabled == was || !card)
		return r;
	if (disabled)
		disable_irq(card->irq[0]);
	else
		enable_irq(card->irq[0]);
	return 0;
}
static const struct kernel_param_ops disabled_ops = {.set = disabled_set,
						     .get = param_get_bool};
module_param_cb(disabled, &disabled_ops, &disabled, 0644);

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

static int request(struct plugbus_port *port)
{
	const char *name = dev_name(&port->dev);

	if (threaded)
		return request_threaded_irq(port->irq[0], NULL, by_card,
					    IRQF_ONESHOT | IRQF_SHARED, name, port);
	return request_irq(port->irq[0], by_card, IRQF_SHARED, name, port);
}

static int probe(struct plugbus_port *port, const struct plugbus_device_id *id)
{
	int r = port->nr_lines ? request(port) : 0;

	if (r == 0 && port->nr_lines)
		card = port;
	return r;
}

static void remove(struct plugbus_port *port)
{
	if (card == port)
		card = NULL;
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
