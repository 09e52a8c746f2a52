/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: DNS= and Domains= of [Network]. See netkey.h. */
#include <arpa/inet.h>
#include <errno.h>

#include "netkey.h"

#define BLANKS	     " \t"
#define DOMAIN_MAX   253 /* RFC 1035 2.3.4, as text */
#define DOMAIN_BYTES "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"

/* ADDRESS or ADDRESS%INTERFACE. */
static bool is_server(const char *word)
{
	size_t n = strcspn(word, "%");
	char address[INET6_ADDRSTRLEN];
	unsigned char bytes[sizeof(struct in6_addr)];

	if (n >= sizeof(address) || (word[n] && !hp_ifname_is_valid(word + n + 1)))
		return false;
	memcpy(address, word, n);
	address[n] = '\0';
	return inet_pton(AF_INET6, address, bytes) == 1 ||
	       (!word[n] && inet_pton(AF_INET, address, bytes) == 1);
}

/* What is to be checked of the certificate has no place in resolv.conf(5). */
static int add_server(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		      char *word)
{
	char *name = strchr(word, '#');

	if (name)
		*name = '\0';
	if (!is_server(word)) {
		hp_ini_warn(entry, "'%s' is no address of a server; it is left out",
			    word);
		return 0;
	}
	if (name)
		hp_ini_warn(entry,
			    "'%s' is asked without encryption: the name '%s' is "
			    "left out",
			    word, name + 1);
	return hp_names_add(&r->file->dns, word, strlen(word));
}

static int add_domain(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		      char *word)
{
	size_t n = strlen(word);

	if (word[0] == '~') {
		hp_ini_warn(entry,
			    "'%s' would only choose among servers, which "
			    "resolv.conf cannot; it is left out",
			    word);
		return 0;
	}
	if (n > DOMAIN_MAX || strspn(word, DOMAIN_BYTES) != n || word[0] == '-' ||
	    word[0] == '.') {
		hp_ini_warn(entry, "'%s' is no domain; it is left out", word);
		return 0;
	}
	return hp_names_add(&r->file->domains, word, n);
}

/* Given again, a list grows. */
static int take_list(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		     struct hp_names *names,
		     int (*add)(struct hp_net_reader *r, const struct hp_ini_entry *entry,
				char *word))
{
	_cleanup_free_ char *words = strdup(entry->value);
	char *rest = words, *word;
	int result = words ? 0 : -ENOMEM;

	if (!*entry->value)
		hp_names_free(names);
	names->exact = true;
	r->file->dns_where = hp_net_where_of(r, entry);
	while (result >= 0 && (word = strsep(&rest, BLANKS)))
		if (*word)
			result = add(r, entry, word);
	return result < 0 ? result : 0;
}

static int key_dns(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	return take_list(r, entry, &r->file->dns, add_server);
}

static int key_domains(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	return take_list(r, entry, &r->file->domains, add_domain);
}

const struct hp_net_key hp_net_dns_keys[] = {
	{"Network", "DNS", HP_NET_IN_NETWORK, key_dns},
	{"Network", "Domains", HP_NET_IN_NETWORK, key_domains},
	{0},
};
