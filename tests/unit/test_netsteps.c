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

/* With their paths, since the shell of a small system has others of its own. */
#define IP	    "/usr/sbin/ip"
#define TC	    "/usr/sbin/tc"

#define NETDEVS_MAX 6

struct plan {
	const char *name;
	const char *needs;  /* a command that succeeds where the kernel has it all */
	const char *before; /* lines for ip -batch, beside a pair eth0, peer1 */
	const char *link, *network;
	const char *netdevs[NETDEVS_MAX];
	size_t at_least; /* messages */
};

#define UP		      "link set eth0 up\n"

#define OVER(name, kind, mac) "[NetDev]\nName=" name "\nKind=" kind "\n" mac
#define MAC(last)	      "MACAddress=02:00:00:00:00:" last "\n"
#define IPV4_ENDS	      "[Tunnel]\nLocal=10.0.2.15\nRemote=10.0.2.16\n"
#define HAS_BOND	      IP " link add bond7 type bond"

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
		.before = UP "addr add fd00:1::1/64 dev eth0 nodad\n"
			     "addr add fd00:9::1/64 dev eth0 nodad\n"
			     "route add fd00:10::/64 via fd00:9::2",
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
		.before = UP "link set eth0 mtu 1450\n"
			     "addr add 10.0.2.15/16 dev eth0\n"
			     "addr add 10.0.2.16/16 dev eth0\n"
			     "addr add 10.0.3.15/24 brd + dev eth0\n"
			     "route add default via 10.0.9.9 proto static\n"
			     "route add 10.7.0.0/16 via 10.0.2.7 src 10.0.2.16\n"
			     "route add 10.8.0.0/16 via 10.0.3.7 mtu 1200\n"
			     "neigh add 10.0.2.3 lladdr 02:00:00:00:00:98 "
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
		.netdevs = {"[NetDev]\nName=br0\nKind=bridge\n"},
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
		.before = UP "link add br0 address 02:00:00:00:00:03 type bridge\n"
			     "addr add fd00:9::1/64 dev eth0 nodad\n"
			     "addr add 10.9.9.1/16 dev eth0\n"
			     "route add fd00:10::/64 via fd00:9::2\n"
			     "route add 10.10.0.0/16 via 10.9.9.2",
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
	{
		.name = "over it",
		.needs = IP " link add x1 type vxlan id 7 dstport 4789 && " IP
			    " link add m1 link peer1 type macvlan && " IP
			    " link add m2 link peer1 type macvtap",
		.link = "MTUBytes=1450\n",
		.network = "[Network]\nVXLAN=x1\nVXLAN=x2\nMACVLAN=m1\nMACVTAP=m2\n"
			   "Address=10.0.2.15/24\nGateway=10.0.2.2\n",
		.netdevs = {OVER("x1", "vxlan", MAC("11")) "[VXLAN]\nVNI=7\n",
			    OVER("x2", "vxlan", MAC("12")) "[VXLAN]\nVNI=8\n",
			    OVER("m1", "macvlan", MAC("13")),
			    OVER("m2", "macvtap", MAC("14"))},
		.at_least = 11,
	},
	{
		.name = "disciplines",
		.needs = TC
		" qdisc add dev peer1 root handle 1: htb && " TC
		" class add dev peer1 parent 1: classid 1:1 htb rate 1mbit && " TC
		" qdisc add dev peer1 parent 1:1 tbf rate 1mbit burst 9k limit 9k",
		.link = "MTUBytes=1400\n",
		.network = "[Network]\nAddress=10.0.2.15/24\nGateway=10.0.2.2\n"
			   "[HierarchyTokenBucket]\nHandle=1\nDefaultClass=4\n"
			   "[HierarchyTokenBucketClass]\nClassId=1:1\nRate=8M\n"
			   "[HierarchyTokenBucketClass]\nParent=1:1\nClassId=1:2\n"
			   "Rate=2M\n"
			   "[HierarchyTokenBucketClass]\nParent=1:1\nClassId=1:3\n"
			   "Rate=3M\n"
			   "[HierarchyTokenBucketClass]\nParent=1:1\nClassId=1:4\n"
			   "Rate=3M\n"
			   "[TokenBucketFilter]\nParent=1:2\nHandle=2\nRate=1M\n"
			   "BurstBytes=9K\nLimitBytes=9K\n"
			   "[PFIFO]\nParent=1:3\nHandle=3\nPacketLimit=7\n"
			   "[BFIFO]\nParent=1:4\nHandle=4\nLimitBytes=9000\n",
		.at_least = 13,
	},
	{
		.name = "member",
		.needs = HAS_BOND,
		.before = UP "addr add 10.9.9.1/16 dev eth0\n"
			     "addr add fd00:9::1/64 dev eth0 nodad\n"
			     "route add 10.10.0.0/16 via 10.9.9.2\n"
			     "route add fd00:10::/64 via fd00:9::2",
		.link = "MTUBytes=1400\nMACAddress=02:00:00:00:00:55\nAlias=a member\n",
		.network = "[Network]\nBond=bond0\nPrimarySlave=yes\n",
		.netdevs = {"[NetDev]\nName=bond0\nKind=bond\nMTUBytes=1400\n[Bond]\n"
			    "Mode=active-backup\nMIIMonitorSec=100ms\n"},
		.at_least = 8,
	},
	{
		.name = "bond, VLANs, bridge",
		.needs = HAS_BOND " && " IP " link add v1 link peer1 type vlan id 5",
		.before = "link set eth0 name card0\n"
			  "link add eth0 type bond mode active-backup miimon 100\n"
			  "link set card0 master eth0\n"
			  "link set eth0 addrgenmode none\n"
			  "addr add 10.9.9.1/16 dev eth0",
		.link = "MTUBytes=1400\nMACAddress=02:00:00:00:00:55\nAlias=a bond\n",
		.network = "[Network]\nBridge=br0\nVLAN=v5\nVLAN=v6\n"
			   "Address=10.0.2.15/24\nGateway=10.0.2.2\n"
			   "[Bridge]\nCost=7\nHairPin=yes\n",
		.netdevs = {"[NetDev]\nName=br0\nKind=bridge\n",
			    "[NetDev]\nName=v5\nKind=vlan\n[VLAN]\nId=5\n",
			    "[NetDev]\nName=v6\nKind=vlan\n[VLAN]\nId=6\n"},
		.at_least = 14,
	},
	{
		.name = "tunnels",
		.needs = "for kind in ipip gre gretap sit vti; do " IP
			 " link add t1 type $kind local 10.0.2.15 remote 10.0.2.16 && " IP
			 " link del t1 || exit 1; done; " IP
			 " link add t1 type ip6gre local fd00::1 remote fd00::2",
		.network = "[Network]\nTunnel=t1\nTunnel=t2\nTunnel=t3\nTunnel=t4\n"
			   "Tunnel=t5\nTunnel=t6\nAddress=10.0.2.15/24\n"
			   "Gateway=10.0.2.2\n",
		.netdevs = {OVER("t1", "ipip", "") IPV4_ENDS,
			    OVER("t2", "gre", "") IPV4_ENDS,
			    OVER("t3", "gretap", MAC("13")) IPV4_ENDS,
			    OVER("t4", "sit", "") IPV4_ENDS,
			    OVER("t5", "vti", "") IPV4_ENDS,
			    OVER("t6", "ip6gre",
				 "") "[Tunnel]\nLocal=fd00::1\nRemote=fd00::2\n"},
		.at_least = 11,
	},
	{
		.name = "equalizer",
		.needs = TC " qdisc add dev peer1 root teql0",
		.link = "MTUBytes=1400\nAlias=under it\n",
		.network = "[Network]\nAddress=10.0.2.15/24\nGateway=10.0.2.2\n"
			   "[TrivialLinkEqualizer]\nHandle=0x5\n",
		.at_least = 8,
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
		FAIL("%s%s", commands, sandbox_read("/log"));
}

static void write_file(const char *name, const char *match, const char *text)
{
	_cleanup_free_ char *whole = NULL;

	if (!text)
		return;
	assert_true(asprintf(&whole, "%s%s", match, text) > 0);
	sandbox_write(name, whole);
}

#define DIR	    "/etc/hotplug.d/net"

#define BATCH_BEGIN IP " -batch - >/dev/null <<'X'\n"
#define BATCH_END   "\nX\n"

static void enter_namespace(void)
{
	if (unshare(CLONE_NEWNET) < 0)
		skip();
	run(BATCH_BEGIN
	    "link set lo up\n"
	    "link add eth0 address 02:00:00:00:00:01 type veth peer name peer1 "
	    "address 02:00:00:00:00:02\n"
	    "link set eth0 addrgenmode none\n"
	    "link set peer1 addrgenmode none up" BATCH_END);
}

static void write_files(const struct plan *plan)
{
	char name[] = DIR "/c0.netdev";

	run("rm -rf \"$SANDBOX\"" DIR);
	write_file(DIR "/a.link", "[Match]\nOriginalName=eth0\n[Link]\n", plan->link);
	write_file(DIR "/b.network", "[Match]\nName=eth0\n", plan->network);
	for (size_t i = 0; i < NETDEVS_MAX; i++, name[strlen(DIR "/c")]++)
		write_file(name, "", plan->netdevs[i]);
}

/* The carrier is there by the time that plans are made. */
static void set_up(const struct plan *plan)
{
	_cleanup_free_ char *commands = NULL;

	enter_namespace();
	assert_true(asprintf(&commands, BATCH_BEGIN "%s" BATCH_END,
			     plan->before ?: "link show lo") > 0);
	run(commands);
	write_files(plan);
}

static bool is_possible(const struct plan *plan)
{
	_cleanup_free_ char *commands = NULL;

	enter_namespace();
	if (!plan->needs)
		return true;
	assert_true(asprintf(&commands, "(%s) >/dev/null 2>&1", plan->needs) > 0);
	return system(commands) == 0;
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

/* NULL: so many messages were not sent. */
static char *refuse_one(size_t k, int error, int *ret)
{
	*ret = configure(k, error);
	return sending.n < k ? NULL : dump_state();
}

/*
 * What the whole plan leaves is "wanted". A plan that went through leaves that, whatever
 * was refused then: a change that is made while the interface is down, the look at what
 * there is after a plan that disturbs; where something was made before and taken back,
 * with another number. Returns whether the message was sent at all.
 */
static bool refuse(const struct plan *plan, size_t k, int error, const char *before,
		   const char *wanted)
{
	int r;
	_cleanup_free_ char *after = refuse_one(k, error, &r);

	if (after && plan->netdevs[0] && !streq(after, before)) {
		free(after);
		set_up(plan);
		after = refuse_one(k, error, &r);
	}
	if (!after)
		return false;
	if (streq(after, wanted)) {
		set_up(plan);
		return true;
	}
	if (!streq(after, before))
		FAIL("%s: message %zu, error %d: %d, before:\n%swanted:\n%safter:\n%s%s",
		     plan->name, k, error, r, before, wanted, after,
		     sandbox_read("/log"));
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

/* Those to try; none: all that the kernel has the parts for. */
static const char *const *chosen;

static bool is_chosen(const struct plan *plan)
{
	for (const char *const *name = chosen; *name; name++)
		if (streq(*name, plan->name))
			return true;
	return !*chosen;
}

static void test_each_message_refused(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(plans); i++) {
		if (!is_chosen(&plans[i]))
			continue;
		if (is_possible(&plans[i]))
			refuse_each(&plans[i]);
		else if (*chosen)
			FAIL("%s: %s", plans[i].name, plans[i].needs);
		else
			print_message("%s: not with this kernel\n", plans[i].name);
	}
}

static int setup(void **state)
{
	int r = logged_setup(state);

	sandbox_write("/sys/module/sch_teql/initstate", "live\n");
	return r < 0 ? r : setenv("SANDBOX", sandbox_dir, 1);
}

/* test_netsteps [PLAN ...] */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_each_message_refused, setup,
						logged_teardown),
	};

	chosen = (const char *const *)argv + 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
