/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of lib/netkeys.c, and that the man pages say of each key what the reader
 * of the files does with it.
 *
 *	test_netkeys MAN-DIR             run the tests
 *	test_netkeys MAN-DIR --update    write into the pages what the reader does
 */
#include "names.h"
#include "netdevkind.h"
#include "netfiles.h"
#include "netkeys.h"
#include "textfile.h"

/* Around the listing in a page. */
#define START "; keys: written by test_netkeys --update\n"
#define END   "\n; end of keys\n"

static const char *man_dir;
static bool is_update;

static void assert_explained(enum hp_net_file_kind kind, const char *section,
			     const char *key, const char *expected)
{
	char what[HP_NET_KEYS_WHAT_MAX];

	assert_string_equal(hp_net_keys_explain(kind, section, key, what), expected);
}

static void test_explained(void **state)
{
	static const struct {
		enum hp_net_file_kind kind;
		const char *section, *key, *what;
	} cases[] = {
		{HP_NET_FILE_NETWORK, "Network", "LLDP",
		 "LLDP= in [Network] is not supported (a protocol)"},
		{HP_NET_FILE_NETWORK, "Neighbor", "MACAddress",
		 "MACAddress= in [Neighbor] is not supported"},
		{HP_NET_FILE_NETWORK, "DHCPServer", NULL,
		 "[DHCPServer] is not supported (a protocol)"},
		{HP_NET_FILE_NETWORK, "Network", "MTUBytes",
		 "MTUBytes= in [Network] belongs in [Link] or [Route] or [TokenBucketFilter] "
		 "or [HierarchyTokenBucketClass]"},
		{HP_NET_FILE_NETWORK, "Link", "NamePolicy",
		 "NamePolicy= in [Link] belongs in files *.link"},
		{HP_NET_FILE_LINK, "Network", NULL,
		 "[Network] belongs in files *.network"},
		{HP_NET_FILE_NETWORK, "NetDev", NULL,
		 "[NetDev] belongs in files *.netdev"},
		{HP_NET_FILE_NETWORK, "Network", "Adress",
		 "unknown key Adress= in [Network]: Address= may be meant"},
		{HP_NET_FILE_NETWORK, "Network", "GATEWAY",
		 "unknown key GATEWAY= in [Network]: Gateway= may be meant"},
		{HP_NET_FILE_LINK, "Link", "Nmae",
		 "unknown key Nmae= in [Link]: Name= may be meant"},
		{HP_NET_FILE_LINK, "Link", "Metric",
		 "Metric= in [Link] belongs in [Route] of files *.network"},
		{HP_NET_FILE_LINK, "link", NULL,
		 "unknown section [link]: [Link] may be meant"},
		{HP_NET_FILE_LINK, "Nothing", NULL, "unknown section [Nothing]"},
		{HP_NET_FILE_LINK, "Link", "Nothing", "unknown key Nothing= in [Link]"},
		{HP_NET_FILE_LINK, "Nothing", "x", "unknown key x= in [Nothing]"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_explained(cases[i].kind, cases[i].section, cases[i].key,
				 cases[i].what);
}

/* Whatever a file has for a name, it is told within bounds. */
static void test_long_names(void **state)
{
	char name[4097], what[HP_NET_KEYS_WHAT_MAX];

	memset(name, 'A', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	hp_net_keys_explain(HP_NET_FILE_LINK, name, NULL, what);
	assert_true(strlen(what) < sizeof(what));
	hp_net_keys_explain(HP_NET_FILE_LINK, name, name, what);
	assert_true(strlen(what) < sizeof(what));
	hp_net_keys_explain(HP_NET_FILE_NETWORK, "nothing", "Address", what);
	assert_true(strlen(what) < sizeof(what));
}

static void test_decide(void **state)
{
	assert_true(hp_net_keys_decide(HP_NET_FILE_LINK, "Match", "Nothing"));
	assert_true(hp_net_keys_decide(HP_NET_FILE_NETWORK, "Link", "Unmanaged"));
	assert_false(hp_net_keys_decide(HP_NET_FILE_LINK, "Link", "Unmanaged"));
	assert_false(hp_net_keys_decide(HP_NET_FILE_NETWORK, "Link", "MTUBytes"));
}

enum state { SUPPORTED, IGNORED, REFUSED, STATES };

static const char *const states[] = {
	[SUPPORTED] = "supported", [IGNORED] = "ignored", [REFUSED] = "refused"};

/* Those of systemd 252, and ours. */
static const char *const kinds[] = {
	"bareudp",   "batadv", "bond",	  "bridge", "dummy",  "erspan",	   "fou",
	"geneve",    "gre",    "gretap",  "ifb",    "ip6gre", "ip6gretap", "ip6tnl",
	"ipip",	     "ipoib",  "ipvlan",  "ipvtap", "l2tp",   "macsec",	   "macvlan",
	"macvtap",   "nlmon",  "plugnet", "sit",    "tap",    "tun",	   "vcan",
	"veth",	     "vlan",   "vrf",	  "vti",    "vti6",   "vxcan",	   "vxlan",
	"wireguard", "wlan",   "xfrm",
};

/* A section of no kind that is known comes with a Kind= that is not known. */
static enum state state_of_kinds(const char *section, const char *key)
{
	const struct hp_netdev_kind *kind;

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		kind = hp_netdev_kind_find(kinds[i]);
		if (kind && hp_netdev_kind_row(kind, section, key, NULL))
			return SUPPORTED;
	}
	return hp_netdev_kind_has_section(NULL, section) ? IGNORED : REFUSED;
}

/* By reading a file that has it. The log is the sandbox's. */
static enum state state_of(enum hp_net_file_kind kind, const char *section,
			   const char *key)
{
	_cleanup_(hp_net_file_free) struct hp_net_file file = {0};
	_cleanup_fclose_ FILE *stream = NULL;
	char text[256];
	bool is_ignored;

	if (kind == HP_NET_FILE_NETDEV && !streq(section, "Match") &&
	    !streq(section, "NetDev"))
		return state_of_kinds(section, key);
	snprintf(text, sizeof(text), "[%s]\n%s=\n", section, key);
	stream = fmemopen(text, strlen(text), "r");
	assert_non_null(stream);
	assert_int_equal(hp_net_file_read_stream(&file, kind, stream, "f"), 0);
	is_ignored = strstr(sandbox_read("/log"), "is not supported");
	logged_clear();
	return file.unusable ? REFUSED : is_ignored ? IGNORED : SUPPORTED;
}

/* Keys of one section of which the same becomes, for the same reason. */
struct group {
	enum state state;
	const char *why; /* NULL: supported */
	struct hp_names keys;
};

#define GROUPS 10

struct listing {
	enum hp_net_file_kind kind;
	FILE *to;
	char section[64];
	struct group groups[GROUPS]; /* up to the first without keys */
};

static void put_keys(FILE *to, const struct group *group)
{
	const struct hp_names *keys = &group->keys;
	int column = fprintf(to, "\t_%s_%s%s:", states[group->state],
			     group->why ? ", " : "", group->why ?: "");

	for (size_t i = 0; i < keys->n; i++) {
		if (column + strlen(keys->name[i]) > 80)
			column = fprintf(to, "\n\t") - 2;
		else
			column += fprintf(to, " ");
		column += fprintf(to, "%s%s", keys->name[i], i + 1 < keys->n ? "," : ".");
	}
}

static void end_section(struct listing *listing)
{
	bool is_first = true;

	if (*listing->section)
		fprintf(listing->to, "\n*[%s]*\n", listing->section);
	for (enum state state = 0; state < STATES; state++) {
		for (size_t i = 0; i < GROUPS; i++) {
			struct group *group = &listing->groups[i];

			if (!group->keys.n || group->state != state)
				continue;
			fputs(is_first ? "" : "\n\n", listing->to);
			put_keys(listing->to, group);
			is_first = false;
		}
	}
	for (size_t i = 0; i < GROUPS; i++)
		hp_names_free(&listing->groups[i].keys);
	fputs(is_first ? "" : "\n", listing->to);
}

/* What is not supported has a reason. */
static struct hp_names *keys_of(struct listing *listing, const char *section,
				const char *key)
{
	enum state state = state_of(listing->kind, section, key);
	const char *why = state == SUPPORTED ? NULL : hp_net_keys_why(section, key);
	struct group *group = listing->groups;

	if (state != SUPPORTED && !why)
		fail_msg("no reason for %s= in [%s]", key, section);
	while (group->keys.n &&
	       (group->state != state || (why && !streq(group->why, why))))
		assert_true(++group < listing->groups + GROUPS);
	group->state = state;
	group->why = why;
	return &group->keys;
}

static void add_name(const struct hp_net_keys_name *name, void *data)
{
	struct listing *listing = data;
	struct hp_names *keys;

	if (!name->key || name->is_older)
		return;
	if (!streq(listing->section, name->section)) {
		end_section(listing);
		snprintf(listing->section, sizeof(listing->section), "%s", name->section);
	}
	keys = keys_of(listing, name->section, name->key);
	keys->exact = true;
	assert_int_equal(hp_names_add(keys, name->key, strlen(name->key)), 1);
}

/* What the page has to say. */
static char *make_listing(enum hp_net_file_kind kind)
{
	struct listing listing = {.kind = kind};
	char *text = NULL;
	size_t size;

	listing.to = open_memstream(&text, &size);
	assert_non_null(listing.to);
	hp_net_keys_each(kind, add_name, &listing);
	end_section(&listing);
	assert_int_equal(fclose(listing.to), 0);
	return text;
}

struct page {
	char path[PATH_MAX];
	char *text, *start, *end; /* text; the listing in it */
};

static void page_free(struct page *page)
{
	free(page->text);
}

static void read_page(struct page *page, enum hp_net_file_kind kind)
{
	size_t len;

	snprintf(page->path, sizeof(page->path), "%s/hotplug%s.5.scd", man_dir,
		 hp_net_file_suffix(kind));
	assert_int_equal(hp_textfile_read(page->path, 1 << 20, &page->text, &len), 0);
	page->start = strstr(page->text, START);
	page->end = strstr(page->text, END);
	assert_true(page->start && page->end && page->start < page->end);
	page->start += strlen(START);
}

static void update_page(const struct page *page, const char *listing)
{
	_cleanup_fclose_ FILE *to = fopen(page->path, "we");

	assert_non_null(to);
	fprintf(to, "%.*s%s%s", (int)(page->start - page->text), page->text, listing,
		page->end);
}

static void check_page(enum hp_net_file_kind kind)
{
	_cleanup_(page_free) struct page page = {0};
	_cleanup_free_ char *listing = make_listing(kind);

	read_page(&page, kind);
	if (is_update)
		update_page(&page, listing);
	else if (strlen(listing) != (size_t)(page.end - page.start) ||
		 memcmp(page.start, listing, strlen(listing)) != 0)
		fail_msg("%s is not up to date: run test_netkeys %s --update", page.path,
			 man_dir);
}

static void test_link_page(void **state)
{
	check_page(HP_NET_FILE_LINK);
}

static void test_network_page(void **state)
{
	check_page(HP_NET_FILE_NETWORK);
}

static void test_netdev_page(void **state)
{
	check_page(HP_NET_FILE_NETDEV);
}

int main(int argc, char *argv[])
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_explained),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_decide),
		cmocka_unit_test_setup_teardown(test_link_page, setup, teardown),
		cmocka_unit_test_setup_teardown(test_network_page, setup, teardown),
		cmocka_unit_test_setup_teardown(test_netdev_page, setup, teardown),
	};

	man_dir = argc > 1 ? argv[1] : ".";
	is_update = argc > 2 && streq(argv[2], "--update");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
