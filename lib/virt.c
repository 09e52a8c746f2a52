/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: in which container or virtual machine this runs. See virt.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

#include "root.h"
#include "virt.h"

#define TEXT_MAX 4096

/* What is found under another name, or under none that would be systemd's. */
struct sign {
	const char *text;
	const char *name;
};

static bool is_there(const char *path)
{
	char real[PATH_MAX];

	return hp_path(real, "%s", path) == 0 && access(real, F_OK) == 0;
}

/* The beginning of a file; "" where there is none. Returns its length. */
static size_t read_text(const char *path, char ret[static TEXT_MAX])
{
	_cleanup_close_ int fd = -1;
	char real[PATH_MAX];
	ssize_t n = -1;

	if (hp_path(real, "%s", path) == 0)
		fd = open(real, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd >= 0)
		n = read(fd, ret, TEXT_MAX - 1);
	ret[n < 0 ? 0 : n] = '\0';
	return n < 0 ? 0 : n;
}

static const char *find_sign(const struct sign *signs, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (skip_prefix(text, signs[i].text))
			return signs[i].name;
	return NULL;
}

static const char *name_of_container(char *text)
{
	static const char *const names[] = {
		"systemd-nspawn", "lxc-libvirt", "lxc", "openvz", "docker",
		"podman",	  "rkt",	 "wsl", "proot",  "pouch",
	};

	text[strcspn(text, "\n")] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (streq(text, names[i]))
			return names[i];
	return *text ? "container-other" : NULL;
}

/* The value of container= in the environment of process 1. */
static const char *ask_init(char text[static TEXT_MAX])
{
	size_t n = read_text("/proc/1/environ", text);

	for (const char *s = text; s < text + n; s += strlen(s) + 1) {
		const char *value = skip_prefix(s, "container=");

		if (!value)
			continue;
		memmove(text, value, strlen(value) + 1);
		return name_of_container(text);
	}
	return NULL;
}

const char *hp_virt_container(void)
{
	static const char *const files[] = {"/run/host/container-manager",
					    "/run/systemd/container"};
	const char *name = NULL;
	char text[TEXT_MAX];

	if (is_there("/proc/vz") && !is_there("/proc/bc"))
		return "openvz";
	read_text("/proc/sys/kernel/osrelease", text);
	if (strstr(text, "Microsoft") || strstr(text, "WSL"))
		return "wsl";
	for (size_t i = 0; !name && i < ARRAY_SIZE(files); i++) {
		read_text(files[i], text);
		name = name_of_container(text);
	}
	if (!name)
		name = ask_init(text);
	if (!name && is_there("/run/.containerenv"))
		name = "podman";
	if (!name && is_there("/.dockerenv"))
		name = "docker";
	return name;
}

static const struct sign makers[] = {
	{"KVM", "kvm"},
	{"OpenStack", "kvm"},
	{"Amazon EC2", "amazon"},
	{"QEMU", "qemu"},
	{"VMware", "vmware"},
	{"VMW", "vmware"},
	{"innotek GmbH", "oracle"},
	{"VirtualBox", "oracle"},
	{"Xen", "xen"},
	{"Bochs", "bochs"},
	{"Parallels", "parallels"},
	{"BHYVE", "bhyve"},
	{"Hyper-V", "microsoft"},
	{"Apple Virtualization", "apple"},
};

static const char *ask_smbios(void)
{
	static const char *const fields[] = {"product_name", "sys_vendor", "board_vendor",
					     "bios_vendor", "product_version"};
	const char *name = NULL;
	char path[64], text[TEXT_MAX];

	for (size_t i = 0; !name && i < ARRAY_SIZE(fields); i++) {
		snprintf(path, sizeof(path), "/sys/class/dmi/id/%s", fields[i]);
		read_text(path, text);
		name = find_sign(makers, ARRAY_SIZE(makers), text);
	}
	return name;
}

#if defined(__x86_64__) || defined(__i386__)

/* Bit 31 of ECX in leaf 1 says that there is a hypervisor; leaf 0x40000000 names it. */
static const char *ask_cpu(void)
{
	static const struct sign hypervisors[] = {
		{"XenVMMXenVMM", "xen"},    {"KVMKVMKVM", "kvm"},
		{"Linux KVM Hv", "kvm"},    {"TCGTCGTCGTCG", "qemu"},
		{"VMwareVMware", "vmware"}, {"Microsoft Hv", "microsoft"},
		{"bhyve bhyve ", "bhyve"},  {"QNXQVMBSQG", "qnx"},
		{"ACRNACRNACRN", "acrn"},   {"SRESRESRESRE", "sre"},
		{"Apple VZ", "apple"},
	};
	unsigned int a, b, c, d;
	char text[13] = "";

	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & 1u << 31))
		return NULL;
	__cpuid(0x40000000, a, b, c, d);
	memcpy(text, &b, 4);
	memcpy(text + 4, &c, 4);
	memcpy(text + 8, &d, 4);
	return find_sign(hypervisors, ARRAY_SIZE(hypervisors), text) ?: "vm-other";
}

#else

static const char *ask_cpu(void)
{
	return NULL;
}

#endif

static const char *ask_kernel(void)
{
	static const struct sign compatibles[] = {
		{"linux,kvm", "kvm"}, {"xen", "xen"}, {"vmware", "vmware"}};
	char text[TEXT_MAX];

	read_text("/sys/hypervisor/type", text);
	if (skip_prefix(text, "xen"))
		return "xen";
	if (!read_text("/proc/device-tree/hypervisor/compatible", text))
		return is_there("/proc/device-tree/fw-cfg") ? "qemu" : NULL;
	return find_sign(compatibles, ARRAY_SIZE(compatibles), text) ?: "vm-other";
}

/* These emulate another hypervisor's CPUID, or give none: SMBIOS knows better. */
static bool is_disguised(const char *name)
{
	return streq(name, "oracle") || streq(name, "xen") || streq(name, "amazon") ||
	       streq(name, "parallels");
}

const char *hp_virt_machine(void)
{
	const char *by_smbios = ask_smbios(), *by_cpu;

	if (by_smbios && is_disguised(by_smbios))
		return by_smbios;
	by_cpu = ask_cpu();
	if (by_cpu && !streq(by_cpu, "vm-other"))
		return by_cpu;
	return by_smbios ?: ask_kernel() ?: by_cpu;
}

bool hp_virt_has_private_users(void)
{
	unsigned int inside, outside, n;
	char text[TEXT_MAX];

	read_text("/proc/self/uid_map", text);
	return sscanf(text, "%u %u %u", &inside, &outside, &n) == 3 &&
	       (inside || outside || n != 4294967295u);
}
