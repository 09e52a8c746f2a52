/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/module_info: files that are modules, as far as their section
 * .modinfo goes, and files that are none. */
#include <elf.h>

#include "module_info.h"
#include "sandbox.h"

static struct hp_modules *modules;

static int setup(void **state)
{
	const struct hp_modules_where where = {.root = sandbox_dir, .release = "1"};

	return logged_setup(state) < 0 ? -1 : hp_modules_new(&modules, &where);
}

static int teardown(void **state)
{
	hp_modules_free(modules);
	return logged_teardown(state);
}

/* An object file of nothing but .modinfo. */
struct object {
	Elf64_Ehdr header;
	Elf64_Shdr sections[3];
	char names[32];
	char info[512];
};

static void write_module(const char *path, const char *info, size_t n)
{
	static const char names[] = "\0.modinfo\0.shstrtab";
	struct object object = {
		.header = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB,
				       EV_CURRENT},
			   .e_type = ET_REL,
			   .e_machine = EM_X86_64,
			   .e_version = EV_CURRENT,
			   .e_shoff = offsetof(struct object, sections),
			   .e_ehsize = sizeof(Elf64_Ehdr),
			   .e_shentsize = sizeof(Elf64_Shdr),
			   .e_shnum = 3,
			   .e_shstrndx = 2},
		.sections = {{0},
			     {.sh_name = 1,
			      .sh_type = SHT_PROGBITS,
			      .sh_offset = offsetof(struct object, info),
			      .sh_size = n},
			     {.sh_name = 10,
			      .sh_type = SHT_STRTAB,
			      .sh_offset = offsetof(struct object, names),
			      .sh_size = sizeof(names)}},
	};

	assert_true(n <= sizeof(object.info));
	memcpy(object.names, names, sizeof(names));
	memcpy(object.info, info, n);
	sandbox_write_bytes(path, &object, sizeof(object), 0644);
}

static void test_info(void **state)
{
	static const char info[] = "name=8139cp\0vermagic=6.1 SMP \0version=9\0"
				   "depends=mii,crc-32,\0alias=pci:v1d-2*\0alias=x\0"
				   "parm=debug:how much\0parmtype=debug:int\0"
				   "parmtype=use_io:bool\0license=GPL\0broken";
	_cleanup_(hp_module_info_free) struct hp_module_info got = {0};

	write_module("/my-own.ko", info, sizeof(info));
	assert_int_equal(hp_modules_read_info(modules, sandbox_path("/my-own.ko"), &got),
			 0);
	assert_string_equal(got.name, "8139cp");
	assert_string_equal(got.vermagic, "6.1 SMP ");
	assert_string_equal(got.version, "9");
	assert_int_equal(got.depends.n, 2);
	assert_true(hp_names_has(&got.depends, "crc_32"));
	assert_int_equal(got.aliases.n, 2);
	assert_string_equal(got.aliases.name[0], "pci:v1d-2*");
	assert_int_equal(got.parameters.n, 2);
	assert_true(hp_names_has(&got.parameters, "use-io"));
}

static void test_says_little(void **state)
{
	_cleanup_(hp_module_info_free) struct hp_module_info got = {0};

	write_module("/my-own.ko", "license=GPL", sizeof("license=GPL"));
	assert_int_equal(hp_modules_read_info(modules, sandbox_path("/my-own.ko"), &got),
			 0);
	assert_string_equal(got.name, "my_own");
	assert_string_equal(got.vermagic, "");
	assert_int_equal(got.depends.n + got.aliases.n + got.parameters.n, 0);
}

static void test_no_module(void **state)
{
	struct hp_module_info got = {.name = (char *)"kept"};

	sandbox_write("/text.ko", "hello\n");
	sandbox_write("/empty.ko", "");
	sandbox_write("/packed.ko.xz", "\xfd"
				       "7zXZ");
	sandbox_write_bytes("/cut.ko", ELFMAG "\2\1\1", 7, 0644);
	sandbox_mkdir("/dir.ko");
	write_module("/bare.ko", "", 0);
	assert_int_equal(hp_modules_read_info(modules, sandbox_path("/text.ko"), &got),
			 -ENOEXEC);
	assert_int_equal(hp_modules_read_info(modules, sandbox_path("/empty.ko"), &got),
			 -ENOEXEC);
	assert_int_equal(hp_modules_read_info(modules, sandbox_path("/cut.ko"), &got),
			 -ENOEXEC);
	assert_int_equal(hp_modules_read_info(modules, sandbox_path("/bare.ko"), &got),
			 -ENOEXEC);
	assert_true(hp_modules_read_info(modules, sandbox_path("/packed.ko.xz"), &got) <
		    0);
	assert_int_equal(hp_modules_read_info(modules, sandbox_path("/dir.ko"), &got),
			 -EISDIR);
	assert_int_equal(hp_modules_read_info(modules, sandbox_path("/none.ko"), &got),
			 -ENOENT);
	assert_string_equal(got.name, "kept");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_info),
		TEST(test_says_little),
		TEST(test_no_module),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
