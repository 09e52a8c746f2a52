// SPDX-License-Identifier: GPL-2.0
/*
 * Purpose: what a port says it is, in its events, its files and its modalias.
 *
 * The keys and their forms are those of pci_uevent() (drivers/pci/pci-driver.c) and
 * usb_if_uevent() (drivers/usb/core/message.c).
 */
#include "internal.h"

const char *const plugbus_style_names[] = {
	[PLUGBUS_STYLE_PCI] = "pci",
	[PLUGBUS_STYLE_USB] = "usb",
};

/* The three bytes of a 24 bit class, highest first. */
#define BASE_CLASS(x) ((x) >> 16 & 0xff)
#define SUBCLASS(x)   ((x) >> 8 & 0xff)
#define PROTOCOL(x)   ((x)&0xff)
#define TRIPLE(x)     BASE_CLASS(x), SUBCLASS(x), PROTOCOL(x)

int plugbus_modalias(const struct plugbus_port *port, char *buf, size_t size)
{
	const struct plugbus_ids *ids = &port->ids;

	if (ids->style == PLUGBUS_STYLE_PCI)
		return scnprintf(buf, size,
				 "plugbus:pci:v%08Xd%08Xsv%08Xsd%08Xbc%02Xsc%02Xi%02X",
				 ids->vendor, ids->device, ids->subvendor, ids->subdevice,
				 TRIPLE(ids->class));
	return scnprintf(buf, size,
			 "plugbus:usb:v%04Xp%04Xd%04Xdc%02Xdsc%02Xdp%02X"
			 "ic%02Xisc%02Xip%02Xin00",
			 ids->vendor, ids->device, ids->bcd, TRIPLE(ids->type),
			 TRIPLE(ids->class));
}

static int add_pci(const struct plugbus_port *port, struct kobj_uevent_env *env)
{
	const struct plugbus_ids *ids = &port->ids;

	/* The slot is named after the port: with an address in PCI's form, whoever looks
	 * below /sys/bus/pci could take it for a device there. */
	return add_uevent_var(env, "PCI_CLASS=%04X", ids->class) ?:
	       add_uevent_var(env, "PCI_ID=%04X:%04X", ids->vendor, ids->device) ?:
	       add_uevent_var(env, "PCI_SUBSYS_ID=%04X:%04X", ids->subvendor,
			      ids->subdevice) ?:
	       add_uevent_var(env, "PCI_SLOT_NAME=%s", dev_name(&port->dev));
}

static int add_usb(const struct plugbus_port *port, struct kobj_uevent_env *env)
{
	const struct plugbus_ids *ids = &port->ids;

	return add_uevent_var(env, "PRODUCT=%x/%x/%x", ids->vendor, ids->device,
			      ids->bcd) ?:
	       add_uevent_var(env, "TYPE=%d/%d/%d", TRIPLE(ids->type)) ?:
	       add_uevent_var(env, "INTERFACE=%d/%d/%d", TRIPLE(ids->class));
}

int plugbus_add_ids(const struct plugbus_port *port, struct kobj_uevent_env *env)
{
	bool pci = port->ids.style == PLUGBUS_STYLE_PCI;
	char modalias[128];

	plugbus_modalias(port, modalias, sizeof(modalias));
	return add_uevent_var(env, "PLUGBUS_STYLE=%s",
			      plugbus_style_names[port->ids.style]) ?:
	       (*port->serial ? add_uevent_var(env, "PLUGBUS_SERIAL=%s", port->serial) :
				0) ?:
	       (pci ? add_pci(port, env) : add_usb(port, env)) ?:
	       add_uevent_var(env, "MODALIAS=%s", modalias);
}

static bool equal(u32 wanted, u32 is)
{
	return wanted == PLUGBUS_ANY || wanted == is;
}

bool plugbus_ids_match(const struct plugbus_ids *ids, const struct plugbus_device_id *id)
{
	if (ids->style != id->style || !equal(id->vendor, ids->vendor) ||
	    !equal(id->device, ids->device) ||
	    ((id->class ^ ids->class) & id->class_mask))
		return false;
	return ids->style != PLUGBUS_STYLE_PCI || (equal(id->subvendor, ids->subvendor) &&
						   equal(id->subdevice, ids->subdevice));
}

#define PORT_ATTR(field, format, ...)                                                    \
	static ssize_t field##_show(struct device *dev, struct device_attribute *attr,   \
				    char *buf)                                           \
	{                                                                                \
		const struct plugbus_port *port = to_plugbus_port(dev);                  \
                                                                                         \
		return sysfs_emit(buf, format "\n", __VA_ARGS__);                        \
	}                                                                                \
	static DEVICE_ATTR_RO(field)

PORT_ATTR(style, "%s", plugbus_style_names[port->ids.style]);
PORT_ATTR(serial, "%s", port->serial);
PORT_ATTR(vendor, "0x%04x", port->ids.vendor);
PORT_ATTR(device, "0x%04x", port->ids.device);
PORT_ATTR(subsystem_vendor, "0x%04x", port->ids.subvendor);
PORT_ATTR(subsystem_device, "0x%04x", port->ids.subdevice);
PORT_ATTR(class, "0x%06x", port->ids.class);
PORT_ATTR(idVendor, "%04x", port->ids.vendor);
PORT_ATTR(idProduct, "%04x", port->ids.device);
PORT_ATTR(bcdDevice, "%04x", port->ids.bcd);
PORT_ATTR(bInterfaceClass, "%02x", BASE_CLASS(port->ids.class));
PORT_ATTR(bInterfaceSubClass, "%02x", SUBCLASS(port->ids.class));
PORT_ATTR(bInterfaceProtocol, "%02x", PROTOCOL(port->ids.class));

static ssize_t modalias_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	int n = plugbus_modalias(to_plugbus_port(dev), buf, PAGE_SIZE - 1);

	return n + sysfs_emit_at(buf, n, "\n");
}
static DEVICE_ATTR_RO(modalias);

/* The numbers of its lines in /proc/interrupts. */
static ssize_t irq_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	const struct plugbus_port *port = to_plugbus_port(dev);
	unsigned int i;
	int n = 0;

	for (i = 0; i < port->nr_lines; i++)
		n += sysfs_emit_at(buf, n, "%s%u", i ? " " : "", port->irq[i]);
	return n + sysfs_emit_at(buf, n, "\n");
}
static DEVICE_ATTR_RO(irq);

static struct attribute *common_attrs[] = {
	&dev_attr_style.attr,
	&dev_attr_serial.attr,
	&dev_attr_modalias.attr,
	&dev_attr_irq.attr,
	NULL,
};

static struct attribute *pci_attrs[] = {
	&dev_attr_vendor.attr,
	&dev_attr_device.attr,
	&dev_attr_subsystem_vendor.attr,
	&dev_attr_subsystem_device.attr,
	&dev_attr_class.attr,
	NULL,
};

static struct attribute *usb_attrs[] = {
	&dev_attr_idVendor.attr,
	&dev_attr_idProduct.attr,
	&dev_attr_bcdDevice.attr,
	&dev_attr_bInterfaceClass.attr,
	&dev_attr_bInterfaceSubClass.attr,
	&dev_attr_bInterfaceProtocol.attr,
	NULL,
};

static umode_t if_style(struct kobject *kobj, struct attribute *attr, u8 style)
{
	return to_plugbus_port(kobj_to_dev(kobj))->ids.style == style ? attr->mode : 0;
}

static umode_t if_pci(struct kobject *kobj, struct attribute *attr, int n)
{
	return if_style(kobj, attr, PLUGBUS_STYLE_PCI);
}

static umode_t if_usb(struct kobject *kobj, struct attribute *attr, int n)
{
	return if_style(kobj, attr, PLUGBUS_STYLE_USB);
}

static const struct attribute_group common_group = {.attrs = common_attrs};
static const struct attribute_group pci_group = {
	.attrs = pci_attrs,
	.is_visible = if_pci,
};
static const struct attribute_group usb_group = {
	.attrs = usb_attrs,
	.is_visible = if_usb,
};

const struct attribute_group *plugbus_port_groups[] = {
	&common_group,
	&pci_group,
	&usb_group,
	NULL,
};
