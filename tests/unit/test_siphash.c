/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/siphash.c, with vectors of the reference implementation. */
#include "siphash.h"
#include "sandbox.h"

/* The hash of the first n bytes 0, 1, 2, ... under the key 0, 1, ... 15. */
static void test_vectors(void **state)
{
	static const struct {
		size_t n;
		uint64_t hash;
	} vectors[] = {
		{0, 0x726fdb47dd0e0e31},  {1, 0x74f839c593dc67fd},
		{7, 0xab0200f58b01d137},  {8, 0x93f5f5799a932462},
		{15, 0xa129ca6149be45e5},
	};
	uint8_t key[16], data[16];

	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = data[i] = i;
	for (size_t i = 0; i < ARRAY_SIZE(vectors); i++)
		assert_int_equal(hp_siphash(data, vectors[i].n, key), vectors[i].hash);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(test_vectors)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
