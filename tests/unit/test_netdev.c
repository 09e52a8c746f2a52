/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netdev.c and the keys of *.netdev files: what is refused, and the
 * words for it. */
#include "netdevfile.h"

static void refused(const char *text, const char *message)
{
	const char *logged = read_file(text);

	if (!strstr(logged, message))
		fail_msg("'%s' is not in '%s'", message, logged);
	assert_true(file.unusable);
}

/* The file is used without the key. */
static void left_out(const char *text, const char *message)
{
	const char *logged = read_file(text);

	if (!strstr(logged, message))
		fail_msg("'%s' is not in '%s'", message, logged);
	assert_false(file.unusable);
	assert_int_equal(file.netdev->attrs.n, 0);
}

static void test_refused(void **state)
{
	refused("[NetDev]\nName=x\nKind=tun\n[Tun]\nUser=nobody-of-this-name\n",
		"f:5:6: 'nobody-of-this-name' is no User= (a user of /etc/passwd, or a "
		"number); the file is not used");
	refused("[NetDev]\nName=x\nKind=tap\n[Tap]\nGroup=4294967295\n",
		"f:5:7: '4294967295' is no Group= (a group of /etc/group, or a number)");
	refused("[NetDev]\nKind=dummy\n", "f:1:1: no Name= in [NetDev]");
	refused("[NetDev]\nName=x\n", "f:1:1: no Kind= in [NetDev]");
	refused("", "f:1:1: no Name= in [NetDev]");
	refused("[NetDev]\nName=0123456789abcdef\nKind=dummy\n",
		"f:2:6: '0123456789abcdef' cannot be the name of an interface");
	refused("[NetDev]\nName=a/b\nKind=dummy\n", "f:2:6: 'a/b' cannot be the name");
	refused("[NetDev]\nName=x\nKind=dumy\n", "f:3:6: 'dumy' is no kind of device");
	refused("[NetDev]\nName=x\nKind=veth\n",
		"f:3:6: a device of the kind veth needs Name= in [Peer]");
	refused("[NetDev]\nName=x\nKind=veth\n[Peer]\nName=a:b\n",
		"f:5:6: 'a:b' is no Name= (the name of an interface, 1 to 15 bytes)");
	refused("[NetDev]\nName=x\nKind=plugnet\n[Plugnet]\nLower=a b\n",
		"f:3:6: a device of the kind plugnet needs Name= in [Peer] or Policy= in "
		"[Plugnet]");
	refused("[NetDev]\nName=x\nKind=plugnet\n[Peer]\nName=y\n[Plugnet]\nLower=a\n",
		"f:7:7: Lower= is not for one of a pair");
	refused("[NetDev]\nName=x\nKind=bareudp\n[BareUDP]\nDestinationPort=1\n",
		"f:3:6: a device of the kind bareudp needs EtherType= in [BareUDP]");
	refused("[NetDev]\nName=x\nKind=ipip\n[Tunnel]\nFooOverUDP=yes\n",
		"f:5:12: FooOverUDP= needs FOUDestinationPort=");
	refused("[NetDev]\nName=x\nKind=vlan\n",
		"f:3:6: a device of the kind vlan needs Id= in [VLAN]");
	refused("[NetDev]\nName=x\nKind=vlan\n[VLAN]\nId=4095\n",
		"f:5:4: '4095' is no Id= (0 to 4094)");
	refused("[Match]\nBogus=1\n[NetDev]\nName=x\nKind=dummy\n",
		"f:2:7: unknown key Bogus= in [Match]; the file is not used");
}

/* The kind is named, once, and nothing is said of its sections. */
static void test_unknown_kind(void **state)
{
	const char *logged = read_file("[NetDev]\nName=x\nKind=wlan\n[WLAN]\nType=ap\n"
				       "[WLAN]\nWDS=no\n[VLAN]\nId=5\n");
	const char *message = strstr(logged, "f:3:6: 'wlan' is no kind of device");

	assert_non_null(message);
	assert_null(strstr(logged, "f:1:1"));
	assert_null(strchr(strchr(logged, '\n') + 1, '\n'));
	assert_true(file.unusable);
	assert_string_equal(read_file("[NetDev]\nName=x\nKind=\nKind=dummy\n"), "");
	assert_false(file.unusable);
}

/* It is no mistake, and no file for this machine. */
static void test_other_machine(void **state)
{
	assert_string_equal(read_file("[Match]\nHost=!*\n[NetDev]\nName=x\nKind=dummy\n"),
			    "");
	assert_true(file.unusable);
}

static void test_left_out(void **state)
{
	left_out("[NetDev]\nName=x\nKind=dummy\n[Peer]\nName=y\n",
		 "f:5:6: [Peer] is not for the kind dummy; Name= is left out");
	left_out("[NetDev]\nName=x\nKind=dummy\nBogus=1\n",
		 "f:4:7: unknown key Bogus= in [NetDev]");
	left_out("[NetDev]\nName=x\nKind=dummy\n[Bogus]\nA=1\n",
		 "f:4:1: unknown section [Bogus]");
	left_out("[NetDev]\nName=x\nKind=dummy\nMACAddress=1\n",
		 "f:4:12: '1' is no hardware address");
}

#define IPIP   "[NetDev]\nName=x\nKind=ipip\n[Tunnel]\n"
#define IPOIB  "[NetDev]\nName=x\nKind=ipoib\n[IPoIB]\n"
#define TEAM   "[NetDev]\nName=x\nKind=plugnet\n[Plugnet]\n"
#define BOND   "[NetDev]\nName=x\nKind=bond\n[Bond]\n"
#define BRIDGE "[NetDev]\nName=x\nKind=bridge\n[Bridge]\n"

static void test_values(void **state)
{
	refused(TEAM "Policy=best\n",
		"f:5:8: 'best' is no Policy= (one of: active-backup "
		"round-robin hash broadcast)");
	refused(TEAM "Lower=a b/c\n",
		"f:5:7: 'a b/c' is no Lower= (names of interfaces)");
	left_out(
		BOND "Mode=fast\n",
		"f:5:6: 'fast' is no Mode= (one of: balance-rr active-backup balance-xor "
		"broadcast 802.3ad balance-tlb balance-alb)");
	left_out(BOND "MIIMonitorSec=100 m s\n", "is no MIIMonitorSec= (a time, 0 to "
						 "2147483647 ms)");
	left_out(BOND "LearnPacketIntervalSec=0\n", "(a time, 1 to 2147483647 s)");
	left_out(BOND "ARPIPTargets=fd00::1\n", "(IPv4 addresses, at most 16)");
	left_out(BOND
		 "ARPIPTargets=1.1.1.1 1.1.1.2 1.1.1.3 1.1.1.4 1.1.1.5 1.1.1.6 1.1.1.7 "
		 "1.1.1.8 1.1.1.9 1.1.1.10 1.1.1.11 1.1.1.12 1.1.1.13 1.1.1.14 1.1.1.15 "
		 "1.1.1.16 1.1.1.17\n",
		 "(IPv4 addresses, at most 16)");
	left_out(BOND "AdActorSystem=01:00:00:00:00:01\n", "(a unicast MAC address)");
	left_out(IPIP "FOUSourcePort=5\nFooOverUDP=no\n",
		 "f:5:15: FOUSourcePort= without FooOverUDP=yes; it is left out");
	left_out(IPOIB "PartitionKey=0x8000\n",
		 "is no PartitionKey= (1 to 0xffff, but not 0x8000)");
	left_out(BRIDGE "HelloTimeSec=0.5\n",
		 "(a time, 100 to 1000 hundredths of a second)");
	left_out(BRIDGE "STP=maybe\n", "'maybe' is no STP= (yes or no)");
	left_out(BRIDGE "DefaultPVID=0\n", "'0' is no DefaultPVID= (1 to 4094 or none)");
	left_out(BRIDGE "Priority=65536\n", "'65536' is no Priority= (0 to 65535)");
	left_out(BRIDGE "Cost=7\n",
		 "f:5:6: Cost= in [Bridge] belongs in files *.network; it is left out");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_refused, teardown),
		cmocka_unit_test_teardown(test_unknown_kind, teardown),
		cmocka_unit_test_teardown(test_other_machine, teardown),
		cmocka_unit_test_teardown(test_left_out, teardown),
		cmocka_unit_test_teardown(test_values, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
