/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of what is left of a plan that fails: with each message in turn refused
 * with EPERM, EBUSY and ENODEV, the state is that of before.
 *
 * The kernel is a real one, in a network namespace for each plan; only the message that
 * is refused does not reach it: this program is linked with --wrap=nl_send_auto.
 */
#include <sched.h>

#include "netdump.h"
#include "netjob.h"
#include "sandbox.h"

static struct {
	size_t n, refused; /* messages so far; which of them is refused, 0: none */
	int error;	   /* of libnl's */
} sending;

int __real_nl_send_auto(struct nl_sock *sock, struct nl_msg *msg);
int __wrap_nl_send_auto(struct nl_sock *sock, struct nl_msg *msg);

int __wrap_nl_send_auto(struct nl_sock *sock, struct nl_msg *msg)
{
	return ++sending.n == sending.refused ? -sending.error
					      : __real_nl_send_auto(sock, msg);
}

struct plan {
	const char *name;
	const char *before; /* commands, beside a pair eth0, peer1 */
	const char *link, *network, *netdev;
	size_t at_least; /* messages */
};

#define UP "ip link set eth0 up; "

static const struct plan plans[] = {
	{
		.name = "link",
		.link = "Alias=the first\nAlternativeName=a1 a2 a3 a4\nMTUBytes=1400\n"
			"MACAddress=02:00:00:00:00:55\nTransmitQueueLength=77\n"
			"GenericSegmentOffloadMaxBytes=30000\n"
			"GenericSegmentOffloadMaxSegments=20\n",
		.at_least = 12,
	},
	{
		.name = "IPv4 addresses",
		.network = "[Network]\nAddress=10.0.1.1/24\nAddress=10.0.1.2/24\n"
			   "Address=10.0.2.1/24\nAddress=10.0.3.1/24\n"
			   "[Address]\nAddress=10.0.4.1/24\nLabel=eth0:0\nScope=link\n"
			   "[Address]\nAddress=10.0.5.1/32\nPeer=10.0.5.2/32\n"
			   "[Address]\nAddress=10.0.6.1/24\nRouteMetric=9\n"
			   "PreferredLifetime=0\nBroadcast=no\n",
		.at_least = 11,
	},
	{
		.name = "IPv6 addresses",
		.before = UP "ip addr add fd00:1::1/64 dev eth0 nodad; "
			     "ip addr add fd00:9::1/64 dev eth0 nodad; "
			     "ip -6 route add fd00:10::/64 via fd00:9::2",
		.network = "[Network]\nAddress=fd00:2::1/64\nAddress=fd00:3::1/64\n"
			   "[Address]\nAddress=fd00:1::1/128\n"
			   "DuplicateAddressDetection=none\n"
			   "[Address]\nAddress=fd00:4::1/64\nPreferredLifetime=0\n"
			   "[Address]\nAddress=fd00:5::1/64\nAddPrefixRoute=no\n"
			   "[Address]\nAddress=fd00:6::1/64\nHomeAddress=yes\n",
		.at_least = 11,
	},
	{
		.name = "IPv4 routes",
		.network = "[Network]\nAddress=10.0.2.15/24\nGateway=10.0.2.2\n"
			   "[Route]\nDestination=10.1.0.0/16\nGateway=10.0.2.3\n"
			   "MTUBytes=1300\nInitialCongestionWindow=20\n"
			   "[Route]\nDestination=10.2.0.0/16\nGateway=10.99.0.1\n"
			   "GatewayOnLink=yes\nTable=77\n"
			   "[Route]\nDestination=10.3.0.0/16\nType=blackhole\n"
			   "[Route]\nDestination=10.4.0.0/16\nScope=link\nMetric=5\n"
			   "[Route]\nDestination=10.5.0.0/16\nGateway=10.0.2.4\n"
			   "PreferredSource=10.0.2.15\nProtocol=99\n"
			   "[Route]\nDestination=10.6.0.1/32\nType=local\n",
		.at_least = 13,
	},
	{
		.name = "IPv6 routes",
		.network = "[Address]\nAddress=fd00:2::15/64\n"
			   "DuplicateAddressDetection=none\n"
			   "[Route]\nGateway=fd00:2::2\nIPv6Preference=high\n"
			   "[Route]\nDestination=fd00:4::/64\nGateway=fd00:2::2\n"
			   "PreferredSource=fd00:2::15\nMetric=9\n"
			   "[Route]\nDestination=fd00:5::/64\n"
			   "[Route]\nDestination=fd00:6::/64\nType=unreachable\n"
			   "[Route]\nDestination=fd00:7::/64\nGateway=fd00:2::3\n"
			   "Table=78\nMTUBytes=1300\n"
			   "[Route]\nDestination=fd00:8::/64\nSource=fd00:2::/64\n"
			   "Gateway=fd00:2::2\n",
		.at_least = 12,
	},
	{
		.name = "outdated",
		.before = UP "ip link set eth0 mtu 1450; "
			     "ip addr add 10.0.2.15/16 dev eth0; "
			     "ip addr add 10.0.2.16/16 dev eth0; "
			     "ip addr add 10.0.3.15/24 brd + dev eth0; "
			     "ip route add default via 10.0.9.9 proto static; "
			     "ip route add 10.7.0.0/16 via 10.0.2.7 src 10.0.2.16; "
			     "ip route add 10.8.0.0/16 via 10.0.3.7 mtu 1200; "
			     "ip neigh add 10.0.2.3 lladdr 02:00:00:00:00:98 "
			     "dev eth0 nud permanent",
		.link = "MTUBytes=1400\n",
		.network = "[Network]\nAddress=10.0.2.15/24\nAddress=10.0.2.16/24\n"
			   "Gateway=10.0.2.2\n"
			   "[Address]\nAddress=10.0.3.15/24\nBroadcast=no\n"
			   "[Neighbor]\nAddress=10.0.2.3\n"
			   "LinkLayerAddress=02:00:00:00:00:99\n",
		.at_least = 14,
	},
	{
		.name = "neighbors",
		.network =
			"[Network]\nBridge=br0\nAddress=10.0.2.15/24\nAddress=fd00:2::15/64\n"
			"[Neighbor]\nAddress=10.0.2.2\n"
			"LinkLayerAddress=02:00:00:00:00:92\n"
			"[Neighbor]\nAddress=10.0.2.3\n"
			"LinkLayerAddress=02:00:00:00:00:93\n"
			"[Neighbor]\nAddress=10.0.2.4\n"
			"LinkLayerAddress=02:00:00:00:00:94\n"
			"[Neighbor]\nAddress=fd00:2::2\n"
			"LinkLayerAddress=02:00:00:00:00:95\n",
		.netdev = "[NetDev]\nName=br0\nKind=bridge\n",
		.at_least = 10,
	},
	{
		.name = "nexthops",
		.network = "[Network]\nAddress=10.0.2.15/24\n"
			   "[Route]\nDestination=10.1.0.0/16\nNextHop=12\n"
			   "[Route]\nDestination=10.2.0.0/16\nNextHop=3\n"
			   "[NextHop]\nId=1\nGateway=10.0.2.2\n"
			   "[NextHop]\nId=2\nGateway=10.99.0.1\nOnLink=yes\n"
			   "[NextHop]\nId=3\nBlackhole=yes\n"
			   "[NextHop]\nId=12\nGroup=1:3 2\n",
		.at_least = 12,
	},
	{
		.name = "rules",
		.network = "[RoutingPolicyRule]\nFrom=10.0.1.0/24\nTable=77\n"
			   "Priority=10\n"
			   "[RoutingPolicyRule]\nTo=10.0.2.0/24\nTable=78\nPriority=11\n"
			   "[RoutingPolicyRule]\nFirewallMark=7/255\nTable=79\n"
			   "Priority=12\n"
			   "[RoutingPolicyRule]\nFrom=fd00:1::/64\nTable=80\n"
			   "Priority=13\n"
			   "[RoutingPolicyRule]\nIncomingInterface=eth0\nTable=81\n"
			   "Priority=14\nFamily=both\n",
		.at_least = 10,
	},
	{
		.name = "all of it",
		.before = UP "ip link add br0 address 02:00:00:00:00:03 type bridge; "
			     "ip addr add fd00:9::1/64 dev eth0 nodad; "
			     "ip addr add 10.9.9.1/16 dev eth0; "
			     "ip -6 route add fd00:10::/64 via fd00:9::2; "
			     "ip route add 10.10.0.0/16 via 10.9.9.2",
		.link = "MTUBytes=1400\nMACAddress=02:00:00:00:00:55\nAlias=all\n"
			"AlternativeName=b1 b2\n",
		.network = "[Network]\nBridge=br0\nAddress=10.0.2.15/24\n"
			   "Address=10.9.9.1/24\nGateway=10.0.2.2\n"
			   "[Bridge]\nCost=7\nHairPin=yes\nLearning=no\n"
			   "[Address]\nAddress=fd00:2::15/64\n"
			   "DuplicateAddressDetection=none\n"
			   "[Route]\nDestination=fd00:4::/64\nGateway=fd00:2::2\n"
			   "[Neighbor]\nAddress=10.0.2.3\n"
			   "LinkLayerAddress=02:00:00:00:00:93\n"
			   "[NextHop]\nId=1\nGateway=10.0.2.2\n"
			   "[Route]\nDestination=10.1.0.0/16\nNextHop=1\n"
			   "[RoutingPolicyRule]\nFrom=10.0.1.0/24\nTable=77\n"
			   "Priority=10\n",
		.at_least = 26,
	},
};

/* Where stderr is the log, which is looked at. */
#define FAIL(...)                                                                        \
	do {                                                                             \
		printf(__VA_ARGS__);                                                     \
		fflush(stdout);                                                          \
		fail();                                                                  \
	} while (0)

static void run(const char *commands)
{
	if (system(commands) != 0)
		FAIL("%s", commands);
}

static void write_file(const char *name, const char *match, const char *text)
{
	_cleanup_free_ char *whole = NULL;

	if (!text)
		return;
	assert_true(asprintf(&whole, "%s%s", match, text) > 0);
	sandbox_write(name, whole);
}

#define DIR "/etc/hotplug.d/net"

/* A namespace of its own; the carrier is there by the time that plans are made. */
static void set_up(const struct plan *plan)
{
	if (unshare(CLONE_NEWNET) < 0)
		skip();
	run("ip link set lo up; ip link add eth0 address 02:00:00:00:00:01 type veth "
	    "peer name peer1 address 02:00:00:00:00:02 && "
	    "ip link set eth0 addrgenmode none && "
	    "ip link set peer1 addrgenmode none up");
	if (plan->before)
		run(plan->before);
	run("rm -rf \"$SANDBOX\"" DIR);
	write_file(DIR "/a.link", "[Match]\nOriginalName=eth0\n[Link]\n", plan->link);
	write_file(DIR "/b.network", "[Match]\nName=eth0\n", plan->network);
	write_file(DIR "/c.netdev", "", plan->netdev);
}

static int configure(size_t refused, int error)
{
	char *vars[] = {(char *)"ACTION=add", (char *)"INTERFACE=eth0",
			(char *)"DEVPATH=/devices/virtual/net/eth0"};
	char why[HP_UEVENT_WHY_MAX];
	struct hp_uevent event;
	int r;

	assert_int_equal(hp_uevent_from_vars(&event, vars, ARRAY_SIZE(vars), "net", why),
			 0);
	sending.n = 0;
	sending.refused = refused;
	sending.error = error;
	r = hp_netjob_run(&event);
	sending.refused = 0;
	return r;
}

/*
 * What the whole plan leaves is "wanted". A plan that went through leaves that, whatever
 * was refused then: a change that is made while the interface is down, the look at what
 * there is after a plan that disturbs. Returns whether the message was sent at all.
 */
static bool refuse(const struct plan *plan, size_t k, int error, const char *before,
		   const char *wanted)
{
	_cleanup_free_ char *after = NULL;
	int r = configure(k, error);

	if (sending.n < k)
		return false;
	after = dump_state();
	if (streq(after, wanted)) {
		set_up(plan);
		return true;
	}
	if (!streq(after, before))
		FAIL("%s: message %zu, error %d: %d, before:\n%safter:\n%s%s", plan->name,
		     k, error, r, before, after, sandbox_read("/log"));
	if (r == 0 && error != NLE_NODEV)
		FAIL("%s: message %zu, error %d: nobody cared", plan->name, k, error);
	return true;
}

static void refuse_each(const struct plan *plan)
{
	static const int errors[] = {NLE_PERM, NLE_BUSY, NLE_NODEV};
	_cleanup_free_ char *before = NULL, *wanted = NULL;
	size_t k;

	set_up(plan);
	before = dump_state();
	if (configure(0, 0) != 0)
		FAIL("%s: %s", plan->name, sandbox_read("/log"));
	wanted = dump_state();
	assert_string_not_equal(before, wanted);
	set_up(plan);
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		logged_clear();
		for (k = 1; refuse(plan, k, errors[i], before, wanted); k++)
			assert_not_logged("cannot take back");
		set_up(plan);
		if (k <= plan->at_least)
			FAIL("%s: only %zu messages", plan->name, k - 1);
		print_message("%s, error %d: %zu messages\n", plan->name, errors[i],
			      k - 1);
	}
}

static void test_each_message_refused(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(plans); i++)
		refuse_each(&plans[i]);
}

static int setup(void **state)
{
	int r = logged_setup(state);

	return r < 0 ? r : setenv("SANDBOX", sandbox_dir, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_each_message_refused, setup,
						logged_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
