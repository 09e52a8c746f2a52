/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: which driver has a device of a bus, and how it is given to another. See
 * binding.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "binding.h"
#include "dir.h"
#include "root.h"

const char *hp_binding_name(const struct hp_binding *device)
{
	const char *slash = strrchr(device->devpath, '/');

	return slash ? slash + 1 : device->devpath;
}

/* The last part of what the link points to, and where is_bus, only below a bus/. */
static int read_link(int dir, const char *name, bool is_bus,
		     char ret[static HP_BINDING_NAME_MAX])
{
	char target[PATH_MAX], *base;
	ssize_t n = readlinkat(dir, name, target, sizeof(target) - 1);

	if (n < 0)
		return -errno;
	target[n] = '\0';
	base = strrchr(target, '/');
	if (!base || strlen(base + 1) >= HP_BINDING_NAME_MAX)
		return -ENAMETOOLONG;
	*base = '\0';
	if (is_bus && (n = base - target, n < 4 || !streq(base - 4, "/bus")))
		return -ENODEV;
	strcpy(ret, base + 1);
	return 0;
}

static int read_attribute(int dir, const char *name, char *ret, size_t size)
{
	_cleanup_close_ int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t n = fd < 0 ? -1 : read(fd, ret, size - 1);

	if (n < 0)
		return -errno;
	ret[n] = '\0';
	return 0;
}

/* What could not be put back, a name that is too long, is not touched. */
static void read_override(struct hp_binding *device, int dir)
{
	int r = read_attribute(dir, "driver_override", device->override,
			       sizeof(device->override));
	char *end = r < 0 ? NULL : strchr(device->override, '\n');

	device->overridable = end;
	if (!end || streq(device->override, "(null)\n"))
		end = device->override;
	*end = '\0';
}

int hp_binding_read(struct hp_binding *ret, const char *devpath)
{
	struct hp_binding device = {0};
	_cleanup_close_ int dir = -1;
	char path[PATH_MAX];
	struct stat st;

	if (strlen(devpath) >= sizeof(device.devpath) ||
	    hp_path(path, "/sys%s", devpath) < 0)
		return -ENAMETOOLONG;
	dir = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0 || fstat(dir, &st) < 0 ||
	    read_link(dir, "subsystem", true, device.bus) < 0)
		return -ENODEV;
	strcpy(device.devpath, devpath);
	device.inode = st.st_ino;
	if (read_link(dir, "driver", false, device.driver) == 0 &&
	    read_link(dir, "driver/module", false, device.module) < 0)
		device.module[0] = '\0';
	read_override(&device, dir);
	*ret = device;
	return 0;
}

/* The device at path, with the root in it, or the first above it. */
static int find_at(struct hp_binding *ret, const char *path)
{
	char real[PATH_MAX], sys[PATH_MAX], sys_real[PATH_MAX], *slash;
	const char *devpath;

	if (hp_path(sys, "/sys") < 0)
		return -ENAMETOOLONG;
	if (!realpath(path, real) || !realpath(sys, sys_real))
		return -ENODEV;
	devpath = skip_prefix(real, sys_real);
	if (!devpath || (*devpath && *devpath != '/'))
		return -EINVAL;
	while (*devpath) {
		if (hp_binding_read(ret, devpath) == 0)
			return 0;
		slash = strrchr(real, '/');
		*slash = '\0';
	}
	return -ENODEV;
}

static int find_on_bus(struct hp_binding *ret, const char *bus, const char *name)
{
	char path[PATH_MAX];

	if (hp_path(path, "/sys/bus/%s/devices/%s", bus, name) < 0)
		return -ENAMETOOLONG;
	return find_at(ret, path);
}

/* BUS:NAME */
static int find_by_both(struct hp_binding *ret, const char *text)
{
	char bus[HP_BINDING_NAME_MAX];
	size_t n = strcspn(text, ":");

	if (!text[n] || n >= sizeof(bus))
		return -ENODEV;
	memcpy(bus, text, n);
	bus[n] = '\0';
	return find_on_bus(ret, bus, text + n + 1);
}

int hp_binding_find(struct hp_binding *ret, const char *text)
{
	static const char *const places[] = {
		"bus/pci/devices/",
		"bus/pci/devices/0000:",
		"class/net/",
	};
	char path[PATH_MAX];
	size_t i;

	if (*text == '/')
		return hp_path(path, "%s", text) < 0 ? -ENAMETOOLONG : find_at(ret, path);
	if (!*text || *text == '.' || strchr(text, '/'))
		return -EINVAL;
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		if (hp_path(path, "/sys/%s%s", places[i], text) < 0)
			return -ENAMETOOLONG;
		if (find_at(ret, path) == 0)
			return 0;
	}
	return find_by_both(ret, text);
}

/* What hp_binding_each() goes by, on one bus. */
struct walk {
	const char *bus;
	hp_binding_fn fn;
	void *data;
};

static int each_device(const char *name, unsigned char type, void *data)
{
	const struct walk *walk = data;
	struct hp_binding device;

	if (find_on_bus(&device, walk->bus, name) < 0)
		return 0;
	return walk->fn(&device, walk->data);
}

static int each_bus(const char *name, unsigned char type, void *data)
{
	struct walk walk = *(struct walk *)data;
	_cleanup_close_ int dir = -1;
	char path[PATH_MAX];

	if (hp_path(path, "/sys/bus/%s/devices", name) < 0)
		return 0;
	walk.bus = name;
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return dir < 0 ? 0 : hp_dir_read(dir, each_device, &walk);
}

int hp_binding_each(hp_binding_fn fn, void *data)
{
	struct walk walk = {NULL, fn, data};
	_cleanup_close_ int dir = -1;
	char path[PATH_MAX];

	if (hp_path(path, "/sys/bus") < 0)
		return -ENAMETOOLONG;
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return dir < 0 ? -errno : hp_dir_read(dir, each_bus, &walk);
}

/* usb and others have it in uevent alone. */
int hp_binding_modalias(const struct hp_binding *device, char ret[static PATH_MAX])
{
	static const char key[] = "\nMODALIAS=";
	char path[PATH_MAX], text[PATH_MAX + 1] = "\n", *value;

	if (hp_path(path, "/sys%s/uevent", device->devpath) < 0 ||
	    read_attribute(AT_FDCWD, path, text + 1, sizeof(text) - 1) < 0)
		return -ENOENT;
	value = strstr(text, key);
	if (!value)
		return -ENOENT;
	value += strlen(key);
	value[strcspn(value, "\n")] = '\0';
	strcpy(ret, value);
	return 0;
}

bool hp_binding_is_there(const struct hp_binding *device)
{
	char path[PATH_MAX];
	struct stat st;

	return hp_path(path, "/sys%s", device->devpath) == 0 && stat(path, &st) == 0 &&
	       st.st_ino == device->inode;
}

static int write_attribute(const char *path, const char *value)
{
	_cleanup_close_ int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	size_t n = strlen(value);
	ssize_t written;

	if (fd < 0)
		return -errno;
	written = write(fd, value, n);
	if (written < 0)
		return -errno;
	return (size_t)written == n ? 0 : -EIO;
}

int hp_binding_unbind(const struct hp_binding *device)
{
	char path[PATH_MAX];
	int r;

	if (hp_path(path, "/sys%s/driver/unbind", device->devpath) < 0)
		return -ENAMETOOLONG;
	r = write_attribute(path, hp_binding_name(device));
	/* It has no driver, or no longer the one whose file was opened. */
	return r == -ENOENT || r == -ENODEV ? 0 : r;
}

int hp_binding_bind(const struct hp_binding *device, const char *driver)
{
	char path[PATH_MAX];

	if (hp_path(path, "/sys/bus/%s/drivers/%s/bind", device->bus, driver) < 0)
		return -ENAMETOOLONG;
	return write_attribute(path, hp_binding_name(device));
}

int hp_binding_set_override(const struct hp_binding *device, const char *driver)
{
	char path[PATH_MAX];

	if (hp_path(path, "/sys%s/driver_override", device->devpath) < 0)
		return -ENAMETOOLONG;
	/* An empty line unsets it: driver_set_override() of drivers/base/driver.c. */
	return write_attribute(path, *driver ? driver : "\n");
}

/* What hp_binding_driver_of() looks for, and what is left to pass over. */
struct driver_search {
	const char *bus;
	unsigned int left;
	char *found;
};

static int look_at_driver(const char *name, unsigned char type, void *data)
{
	struct driver_search *search = data;
	const char *driver = skip_prefix(name, search->bus);

	if (!driver || *driver++ != ':' || strlen(driver) >= HP_BINDING_NAME_MAX ||
	    search->left-- > 0)
		return 0;
	strcpy(search->found, driver);
	return -EEXIST;
}

int hp_binding_driver_of(const char *module, const char *bus, unsigned int index,
			 char ret[static HP_BINDING_NAME_MAX])
{
	struct driver_search search = {bus, index, ret};
	_cleanup_close_ int dir = -1;
	char path[PATH_MAX];

	if (hp_path(path, "/sys/module/%s/drivers", module) < 0)
		return -ENOENT;
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return -ENOENT;
	return hp_dir_read(dir, look_at_driver, &search) == -EEXIST ? 0 : -ENOENT;
}
