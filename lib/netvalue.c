/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the values of network configuration. See netvalue.h. */
#include <arpa/inet.h>
#include <errno.h>
#include <strings.h>

#include "netvalue.h"
#include "number.h"

static bool is_name(const char *name, size_t max)
{
	size_t n = strlen(name);

	if (n == 0 || n > max || streq(name, ".") || streq(name, ".."))
		return false;
	/* 0xa0 is a blank in the kernel's table (lib/ctype.c), not in the C locale's. */
	return !strpbrk(name, "/:% \t\n\v\f\r\xa0");
}

bool hp_ifname_is_valid(const char *name)
{
	return is_name(name, IFNAMSIZ - 1);
}

bool hp_altname_is_valid(const char *name)
{
	return is_name(name, HP_NET_ALTNAME_MAX - 1);
}

bool hp_ifname_is_number(const char *name)
{
	return !name[strspn(name, "0123456789")];
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One or two digits for one byte, three or four for two bytes. */
static int take_group(const char **s, unsigned int *ret)
{
	unsigned int value = 0;
	int n = 0, digit;

	while (n < 5 && (digit = hex_digit(**s)) >= 0) {
		value = value << 4 | digit;
		n++;
		(*s)++;
	}
	*ret = value;
	return n;
}

int hp_hwaddr_parse(struct hp_hwaddr *ret, const char *s)
{
	struct hp_hwaddr addr = {0};
	unsigned int value;
	char separator = 0;

	for (;;) {
		int n = take_group(&s, &value);
		bool wide = separator == '.' || (!separator && *s == '.');

		if (n == 0 || n > (wide ? 4 : 2) ||
		    addr.len + (wide ? 2 : 1) > HP_HWADDR_MAX)
			return -EINVAL;
		if (wide)
			addr.bytes[addr.len++] = value >> 8;
		addr.bytes[addr.len++] = value & 0xff;
		if (!*s)
			break;
		if (separator ? *s != separator : !strchr(":-.", *s))
			return -EINVAL;
		separator = *s++;
	}
	if (!separator)
		return -EINVAL;
	*ret = addr;
	return 0;
}

bool hp_hwaddr_equal(const struct hp_hwaddr *a, const struct hp_hwaddr *b)
{
	return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

char *hp_hwaddr_format(const struct hp_hwaddr *addr, char ret[static HP_HWADDR_TEXT])
{
	ret[0] = '\0';
	for (int i = 0; i < addr->len; i++)
		sprintf(ret + 3 * i - (i > 0), i ? ":%02x" : "%02x", addr->bytes[i]);
	return ret;
}

int hp_boolean_parse(bool *ret, const char *s)
{
	static const char *const words[2][6] = {
		{"0", "no", "n", "false", "f", "off"},
		{"1", "yes", "y", "true", "t", "on"},
	};

	for (size_t i = 0; i < 2; i++) {
		for (size_t k = 0; k < ARRAY_SIZE(words[i]); k++) {
			if (strcasecmp(s, words[i][k]))
				continue;
			*ret = i;
			return 0;
		}
	}
	return -EINVAL;
}

int hp_word_parse(uint32_t *ret, const struct hp_word *words, uint32_t max, const char *s)
{
	uint64_t value;

	for (; words->name; words++) {
		if (streq(words->name, s)) {
			*ret = words->value;
			return 0;
		}
	}
	if (hp_number_parse(s, 10, max, &value) < 0)
		return -EINVAL;
	*ret = value;
	return 0;
}

int hp_size_parse(uint32_t *ret, const char *s)
{
	static const char units[] = "KMG";
	char digits[16];
	const char *unit;
	uint64_t value;
	size_t n = strspn(s, "0123456789");
	unsigned int shift = 0;

	if (n >= sizeof(digits))
		return -ERANGE;
	memcpy(digits, s, n);
	digits[n] = '\0';
	if (s[n]) {
		unit = strchr(units, s[n]);
		if (!unit || s[n + 1])
			return -EINVAL;
		shift = 10 * (unit - units + 1);
	}
	if (n == 0)
		return -EINVAL;
	if (hp_number_parse(digits, 10, UINT32_MAX >> shift, &value) < 0)
		return -ERANGE;
	*ret = value << shift;
	return 0;
}

uint8_t hp_family_bits(int family)
{
	return family == AF_INET6 ? 128 : 32;
}

int hp_ip_parse(struct hp_prefix *ret, const char *s)
{
	struct hp_prefix p = {.family = strchr(s, ':') ? AF_INET6 : AF_INET};

	if (inet_pton(p.family, s, p.bytes) != 1)
		return -EINVAL;
	p.length = hp_family_bits(p.family);
	*ret = p;
	return 0;
}

int hp_prefix_parse(struct hp_prefix *ret, const char *s)
{
	const char *slash = strchr(s, '/');
	char text[INET6_ADDRSTRLEN];
	struct hp_prefix p;
	uint64_t length;

	if (!slash)
		return hp_ip_parse(ret, s);
	if ((size_t)(slash - s) >= sizeof(text))
		return -EINVAL;
	memcpy(text, s, slash - s);
	text[slash - s] = '\0';
	if (hp_ip_parse(&p, text) < 0 ||
	    hp_number_parse(slash + 1, 10, p.length, &length) < 0)
		return -EINVAL;
	p.length = length;
	*ret = p;
	return 0;
}

bool hp_ip_equal(const struct hp_prefix *a, const struct hp_prefix *b)
{
	return a->family == b->family &&
	       memcmp(a->bytes, b->bytes, hp_family_bits(a->family) / 8) == 0;
}

bool hp_prefix_equal(const struct hp_prefix *a, const struct hp_prefix *b)
{
	return a->length == b->length && hp_ip_equal(a, b);
}

bool hp_ip_is_zero(const struct hp_prefix *p)
{
	static const uint8_t zero[16];

	return memcmp(p->bytes, zero, hp_family_bits(p->family) / 8) == 0;
}

bool hp_ip_is_multicast(const struct hp_prefix *p)
{
	if (p->family == AF_INET6)
		return p->bytes[0] == 0xff;
	return (p->bytes[0] & 0xf0) == 0xe0;
}

void hp_prefix_mask(struct hp_prefix *p)
{
	unsigned int whole = p->length / 8, rest = p->length % 8;

	if (p->length >= hp_family_bits(p->family))
		return;
	p->bytes[whole] &= 0xff << (8 - rest);
	memset(p->bytes + whole + 1, 0, sizeof(p->bytes) - whole - 1);
}

char *hp_prefix_format(const struct hp_prefix *p, char ret[static HP_PREFIX_TEXT])
{
	char text[INET6_ADDRSTRLEN];

	if (!inet_ntop(p->family, p->bytes, text, sizeof(text)))
		strcpy(text, "?");
	if (p->length == hp_family_bits(p->family))
		snprintf(ret, HP_PREFIX_TEXT, "%s", text);
	else
		snprintf(ret, HP_PREFIX_TEXT, "%s/%u", text, p->length);
	return ret;
}

/* 0: it is none. */
static uint64_t factor_of(const char *suffix)
{
	static const struct {
		const char *name;
		uint64_t factor;
	} suffixes[] = {{"", 1}, {"K", 1000}, {"M", 1000000}, {"G", 1000000000}};

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++)
		if (streq(suffixes[i].name, suffix))
			return suffixes[i].factor;
	return 0;
}

int hp_rate_parse(uint64_t *ret, const char *s)
{
	uint64_t bits, millionths, factor;
	const char *rest = hp_number_take(s, &bits);

	if (!rest)
		return -EINVAL;
	factor = factor_of(hp_number_take_fraction(rest, &millionths));
	if (!factor || __builtin_mul_overflow(bits, factor, &bits) ||
	    __builtin_add_overflow(bits, factor * millionths / 1000000, &bits))
		return -EINVAL;
	*ret = bits;
	return 0;
}
