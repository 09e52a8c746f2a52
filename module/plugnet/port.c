// SPDX-License-Identifier: GPL-2.0
/* Purpose: the driver of plugbus ports that are network cards: each has a device. */
#include <linux/etherdevice.h>
#include <linux/module.h>

#include "../compat.h"
#include "internal.h"

/* A serial number that is an address, as on the sticker of a card. */
static void set_address(struct net_device *dev, const struct plugbus_port *port)
{
	u8 address[ETH_ALEN];

	if (strlen(port->serial) == 3 * ETH_ALEN - 1 && mac_pton(port->serial, address) &&
	    is_valid_ether_addr(address))
		eth_hw_addr_set(dev, address);
	else
		eth_hw_addr_random(dev);
}

static int probe(struct plugbus_port *port, const struct plugbus_device_id *id)
{
	unsigned int n = READ_ONCE(plugnet_queues);
	struct net_device *dev = alloc_netdev_mqs(sizeof(struct plugnet), "eth%d",
						  NET_NAME_ENUM, plugnet_setup, n, n);
	struct plugnet *net;
	int r;

	if (!dev)
		return -ENOMEM;
	net = netdev_priv(dev);
	net->port = port;
	net->has_line = port->nr_lines && READ_ONCE(plugnet_line);
	set_address(dev, port);
	SET_NETDEV_DEV(dev, &port->dev);
	r = register_netdev(dev);
	if (r < 0) {
		free_netdev(dev);
		return r;
	}
	dev_set_drvdata(&port->dev, dev);
	return 0;
}

static void remove(struct plugbus_port *port)
{
	unregister_netdev(dev_get_drvdata(&port->dev));
}

#define USB_ETHERNET 0x020600
#define USB_NCM	     0x020d00

static const struct plugbus_device_id ids[] = {
	{PLUGBUS_STYLE_PCI, PLUGBUS_ANY, PLUGBUS_ANY, PLUGBUS_ANY, PLUGBUS_ANY, 0x020000,
	 0xff0000},
	{PLUGBUS_STYLE_USB, PLUGBUS_ANY, PLUGBUS_ANY, 0, 0, USB_ETHERNET, 0xffff00},
	{PLUGBUS_STYLE_USB, PLUGBUS_ANY, PLUGBUS_ANY, 0, 0, USB_NCM, 0xffff00},
	{},
};
MODULE_ALIAS("plugbus:pci:v*d*sv*sd*bc02sc*i*");
MODULE_ALIAS("plugbus:usb:v*p*d*dc*dsc*dp*ic02isc06ip*in*");
MODULE_ALIAS("plugbus:usb:v*p*d*dc*dsc*dp*ic02isc0dip*in*");

struct plugbus_driver plugnet_driver = {
	.id_table = ids,
	.probe = probe,
	.remove = remove,
	.driver = {.name = "plugnet"},
};
