/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netdevwrite.c: what the kernel is asked for, for each kind and
 * key. The numbers are those of linux/if_link.h. */
#include "netdevwrite.h"
#include "netmessage.h"

struct golden {
	const char *file;
	const char *message; /* behind the name 'x' */
	unsigned int lower;
};

static const struct golden dummies[] = {
	{"Kind=dummy\nDescription=for tests\n", "18{1='dummy'}"},
	{"Kind=dummy\nMTUBytes=9000\nMACAddress=02:00:00:00:00:07\n",
	 "1=020000000007 4=28230000 18{1='dummy'}"},
	{"Kind=dummy\nMACAddress=02:00:00:00:00:07\nMACAddress=none\n", "18{1='dummy'}"},
};

static const struct golden veths[] = {
	{"Kind=veth\n[Peer]\nName=y\n", "18{1='veth' 2{1{info 3='y'}}}"},
	{"Kind=veth\n[Peer]\nName=z\nName=y\nMACAddress=02:00:00:00:00:08\n",
	 "18{1='veth' 2{1{info 3='y' 1=020000000008}}}"},
	{"Kind=veth\nMTUBytes=1400\n[Peer]\nName=y\n",
	 "4=78050000 18{1='veth' 2{1{info 3='y' 4=78050000}}}"},
};

static const struct golden plugnets[] = {
	{"Kind=plugnet\nMTUBytes=1400\n[Peer]\nName=y\nMACAddress=02:00:00:00:00:08\n",
	 "4=78050000 18{1='plugnet' 2{1{info 3='y' 1=020000000008 4=78050000}}}"},
	{"Kind=plugnet\n[Plugnet]\nPolicy=active-backup\n", "18{1='plugnet' 2{2=00}}"},
	{"Kind=plugnet\n[Plugnet]\nLower=a b\nPolicy=broadcast\nLower=c\n",
	 "18{1='plugnet' 2{2=03}}"},
};

static const struct golden vlans[] = {
	{"Kind=vlan\n[VLAN]\nId=5\n", "5=07000000 18{1='vlan' 2{1=0500}}", 7},
	{"Kind=vlan\n[VLAN]\nId=4094\nProtocol=802.1ad\n",
	 "5=07000000 18{1='vlan' 2{1=fe0f 5=88a8}}", 7},
	{"Kind=vlan\n[VLAN]\nId=0\nGVRP=yes\nMVRP=on\nLooseBinding=1\nReorderHeader=no\n",
	 "5=07000000 18{1='vlan' 2{1=0000 2=0e0000000f000000}}", 7},
	{"Kind=vlan\n[VLAN]\nId=1\nGVRP=yes\nLooseBinding=no\nGVRP=\n",
	 "5=07000000 18{1='vlan' 2{1=0100 2=0000000004000000}}", 7},
	{"Kind=vlan\n[VLAN]\nId=1\nGVRP=yes\nGVRP=\n",
	 "5=07000000 18{1='vlan' 2{1=0100}}", 7},
	{"Kind=vlan\n[VLAN]\nId=1\nEgressQOSMaps=21-7 45-5\nEgressQOSMaps=3-3\n"
	 "IngressQOSMaps=1-1\nIngressQOSMaps=\nIngressQOSMaps=2-1\n",
	 "5=07000000 18{1='vlan' 2{1=0100 3{1=1500000007000000 1=2d00000005000000 "
	 "1=0300000003000000} 4{1=0200000001000000}}}",
	 7},
};

static const struct golden bridges[] = {
	{"Kind=bridge\n", "18{1='bridge'}"},
	{"Kind=bridge\n[Bridge]\nHelloTimeSec=1\nMaxAgeSec=20s\nForwardDelaySec=1500ms\n"
	 "AgeingTimeSec=5min\n",
	 "18{1='bridge' 2{2=64000000 3=d0070000 1=96000000 4=30750000}}"},
	{"Kind=bridge\n[Bridge]\nSTP=yes\nPriority=4096\nVLANFiltering=1\nVLANProtocol=802.1q\n"
	 "GroupForwardMask=8\nDefaultPVID=none\n",
	 "18{1='bridge' 2{5=01000000 6=0010 7=01 8=8100 9=0800 39=0000}}"},
	{"Kind=bridge\n[Bridge]\nMulticastSnooping=no\nMulticastQuerier=yes\n"
	 "MulticastIGMPVersion=3\nDefaultPVID=7\nSTP=\n",
	 "18{1='bridge' 2{23=00 25=01 43=03 39=0700}}"},
};

static const struct golden bonds[] = {
	{"Kind=bond\n[Bond]\nMode=active-backup\nMIIMonitorSec=100ms\nUpDelaySec=0.2\n"
	 "DownDelaySec=200ms\nFailOverMACPolicy=follow\nPrimaryReselectPolicy=failure\n"
	 "ResendIGMP=3\nGratuitousARP=2\nAllSlavesActive=yes\nMinLinks=1\n",
	 "18{1='bond' 2{1=01 3=64000000 4=c8000000 5=c8000000 13=02 12=02 15=03000000 16=02 "
	 "17=01 18=01000000}}"},
	{"Kind=bond\n[Bond]\nMode=802.3ad\nTransmitHashPolicy=layer3+4\nLACPTransmitRate=fast\n"
	 "AdSelect=bandwidth\nAdActorSystemPriority=7\nAdUserPortKey=1023\n"
	 "AdActorSystem=02:00:00:00:00:09\n",
	 "18{1='bond' 2{1=04 14=01 21=01 22=01 24=0700 25=ff03 26=020000000009}}"},
	{"Kind=bond\n[Bond]\nMode=balance-rr\nPacketsPerSlave=0\n"
	 "ARPIntervalSec=1\nARPIPTargets=10.0.0.1 10.0.0.2\nARPIPTargets=10.0.0.3\n"
	 "ARPValidate=all\nARPAllTargets=all\nLearnPacketIntervalSec=2\n"
	 "DynamicTransmitLoadBalancing=no\n",
	 "18{1='bond' 2{1=00 20=00000000 7=e8030000 8{0=0a000001 1=0a000002 2=0a000003} "
	 "9=03000000 10=01000000 19=02000000 27=00}}"},
};

static const struct golden over_others[] = {
	{"Kind=macvlan\n[MACVLAN]\nMode=bridge\nBroadcastMulticastQueueLength=9\n",
	 "5=07000000 18{1='macvlan' 2{1=04000000 7=09000000}}", 7},
	{"Kind=macvtap\n[MACVTAP]\nMode=source\n"
	 "SourceMACAddress=02:00:00:00:00:01 02-00-00-00-00-02\n",
	 "5=07000000 18{1='macvtap' 2{1=10000000 5{4=020000000001 4=020000000002} "
	 "3=03000000}}",
	 7},
	{"Kind=ipvlan\n[IPVLAN]\nMode=L3S\nFlags=vepa\n",
	 "5=07000000 18{1='ipvlan' 2{1=0200 2=0200}}", 7},
	{"Kind=ipvtap\n[IPVTAP]\nMode=L2\n", "5=07000000 18{1='ipvtap' 2{1=0000}}", 7},
	{"Kind=vrf\n[VRF]\nTable=1000\n", "18{1='vrf' 2{1=e8030000}}"},
};

static const struct golden udps[] = {
	{"Kind=vxlan\n[VXLAN]\nVNI=5\nRemote=192.0.2.9\nLocal=192.0.2.1\n"
	 "DestinationPort=4789\nPortRange=1000-2000\nTTL=64\nTOS=8\nMacLearning=no\n",
	 "18{1='vxlan' 2{1=05000000 2=c0000209 4=c0000201 15=12b5 10=03e807d0 5=40 6=08 7=00 "
	 "3=07000000}}",
	 7},
	{"Kind=vxlan\n[VXLAN]\nVNI=16777215\nGroup=ff05::100\nTTL=inherit\nFDBAgeingSec=1min\n"
	 "FlowLabel=7\nMaximumFDBEntries=9\nGroupPolicyExtension=yes\n"
	 "GenericProtocolExtension=no\nIPDoNotFragment=inherit\nIndependent=yes\n",
	 "18{1='vxlan' 2{1=ffffff00 16=ff050000000000000000000000000100 5=00 28= 8=3c000000 "
	 "26=00000007 9=09000000 23= 29=02}}"},
	{"Kind=vxlan\n[VXLAN]\nVNI=1\nReduceARPProxy=1\nL2MissNotification=1\n"
	 "L3MissNotification=1\nRouteShortCircuit=1\nUDPChecksum=1\nUDP6ZeroChecksumTx=1\n"
	 "UDP6ZeroChecksumRx=1\nRemoteChecksumTx=1\nRemoteChecksumRx=1\n",
	 "18{1='vxlan' 2{1=01000000 11=01 13=01 14=01 12=01 18=01 19=01 20=01 21=01 22=01}}"},
	{"Kind=geneve\n[GENEVE]\nId=7\nRemote=192.0.2.9\nRemote=fd00::9\nTTL=9\n"
	 "DestinationPort=6082\nFlowLabel=1048575\nUDPChecksum=no\nIPDoNotFragment=yes\n",
	 "18{1='geneve' 2{1=07000000 7=fd000000000000000000000000000009 3=09 5=17c2 "
	 "11=000fffff 8=00 13=01}}"},
	/* A byte for geneve, a flag for vxlan. */
	{"Kind=geneve\n[GENEVE]\nId=7\nTTL=inherit\n",
	 "18{1='geneve' 2{1=07000000 3=00 12=01}}"},
	{"Kind=geneve\n[GENEVE]\nId=7\nTTL=inherit\nTTL=0\n",
	 "18{1='geneve' 2{1=07000000 3=00}}"},
};

static const struct golden tunnels[] = {
	{"Kind=ipip\n[Tunnel]\nLocal=192.0.2.1\nRemote=any\nTTL=64\nDiscoverPathMTU=yes\n",
	 "18{1='ipip' 2{2=c0000201 3=00000000 4=40 10=01 1=07000000}}", 7},
	{"Kind=sit\n[Tunnel]\nLocal=192.0.2.1\nISATAP=yes\nTOS=4\nIndependent=yes\n",
	 "18{1='sit' 2{2=c0000201 8=0100 5=04 4=00}}"},
	{"Kind=gre\n[Tunnel]\nLocal=192.0.2.1\nRemote=192.0.2.9\nKey=5\n",
	 "18{1='gre' 2{6=c0000201 7=c0000209 4=00000005 5=00000005 2=2000 3=2000 1=07000000}}",
	 7},
	{"Kind=gretap\n[Tunnel]\nInputKey=1.2.3.4\nSerializeTunneledPackets=yes\n",
	 "18{1='gretap' 2{4=01020304 2=3000 3=1000 1=07000000}}", 7},
	{"Kind=ip6gre\n[Tunnel]\nLocal=fd00::1\nIPv6FlowLabel=inherit\nEncapsulationLimit=none\n",
	 "18{1='ip6gre' 2{6=fd000000000000000000000000000001 12=00000000 13=05000000 11=00 "
	 "8=40 1=07000000}}",
	 7},
	{"Kind=ip6tnl\n[Tunnel]\nRemote=fd00::2\nMode=ipip6\nIPv6FlowLabel=255\nCopyDSCP=yes\n"
	 "AllowLocalRemote=yes\nEncapsulationLimit=4\nTTL=9\n",
	 "18{1='ip6tnl' 2{3=fd000000000000000000000000000002 9=04 7=000000ff 8=50000000 6=04 "
	 "4=09 1=07000000}}",
	 7},
	{"Kind=ip6tnl\n[Tunnel]\nLocal=fd00::1\nTTL=9\nTTL=\n",
	 "18{1='ip6tnl' 2{2=fd000000000000000000000000000001 4=40 6=04 1=07000000}}", 7},
	{"Kind=vti\n[Tunnel]\nLocal=192.0.2.1\nKey=5\nOutputKey=6\n",
	 "18{1='vti' 2{4=c0000201 2=00000005 3=00000006 1=07000000}}", 7},
	{"Kind=vti6\n[Tunnel]\nRemote=fd00::2\nKey=7\n",
	 "18{1='vti6' 2{5=fd000000000000000000000000000002 2=00000007 3=00000007 1=07000000}}",
	 7},
};

static const struct golden tunnels_by_other_ways[] = {
	{"Kind=ipip\n[Tunnel]\nRemote=192.0.2.9\nAssignToLoopback=yes\n",
	 "18{1='ipip' 2{3=c0000209 1=01000000}}"},
	{"Kind=gre\n[Tunnel]\nExternal=yes\n", "18{1='gre' 2{18=}}"},
	{"Kind=ip6tnl\n[Tunnel]\nExternal=yes\nIndependent=yes\n",
	 "18{1='ip6tnl' 2{19=}}"},
	{"Kind=ipip\n[Tunnel]\nFooOverUDP=yes\nFOUDestinationPort=5555\n",
	 "18{1='ipip' 2{18=15b3 15=0100 1=07000000}}", 7},
	{"Kind=gretap\n[Tunnel]\nFOUSourcePort=1\nFOUDestinationPort=5555\nFooOverUDP=1\n"
	 "Encapsulation=GenericUDPEncapsulation\n",
	 "18{1='gretap' 2{16=0001 17=15b3 14=0200 1=07000000}}", 7},
	{"Kind=sit\n[Tunnel]\nIPv6RapidDeploymentPrefix=2001:db8::/32\n",
	 "18{1='sit' 2{11=20010db8000000000000000000000000 13=2000 4=00 1=07000000}}", 7},
	{"Kind=erspan\n[Tunnel]\nLocal=192.0.2.1\nKey=5\nSerializeTunneledPackets=yes\n"
	 "ERSPANVersion=1\nERSPANIndex=123\n",
	 "18{1='erspan' 2{6=c0000201 4=00000005 5=00000005 2=3000 3=3000 22=01 21=7b000000 "
	 "1=07000000}}",
	 7},
	{"Kind=erspan\n[Tunnel]\nERSPANVersion=2\nERSPANDirection=egress\nERSPANHardwareId=63\n",
	 "18{1='erspan' 2{22=02 23=01 24=3f00 1=07000000}}", 7},
};

static const struct golden smalls[] = {
	{"Kind=nlmon\n", "18{1='nlmon'}"},
	{"Kind=vcan\nMTUBytes=72\n", "4=48000000 18{1='vcan'}"},
	{"Kind=vxcan\n[VXCAN]\nPeer=y\n", "18{1='vxcan' 2{1{info 3='y'}}}"},
	{"Kind=batadv\n", "18{1='batadv' 2{1='BATMAN_V'}}"},
	{"Kind=batadv\n[BatmanAdvanced]\nHopPenalty=3\nRoutingAlgorithm=batman-iv\n",
	 "18{1='batadv' 2{1='BATMAN_IV'}}"},
	{"Kind=wireguard\n[WireGuard]\nPrivateKeyFile=/key\nListenPort=1\n",
	 "18{1='wireguard'}"},
	{"Kind=macsec\n", "5=07000000 18{1='macsec'}", 7},
	{"Kind=macsec\n[MACsec]\nPort=258\nEncrypt=no\n[MACsecTransmitAssociation]\n"
	 "PacketNumber=1\nKeyFile=/key\nUseForEncoding=yes\n",
	 "5=07000000 18{1='macsec' 2{2=0102 7=00 6=00}}", 7},
	{"Kind=xfrm\n[Xfrm]\nInterfaceId=0x10\n", "18{1='xfrm' 2{2=10000000 1=07000000}}",
	 7},
	{"Kind=xfrm\n[Xfrm]\nInterfaceId=4294967295\nIndependent=yes\n",
	 "18{1='xfrm' 2{2=ffffffff 1=01000000}}"},
	{"Kind=bareudp\n[BareUDP]\nDestinationPort=6635\nEtherType=mpls-uc\n",
	 "18{1='bareudp' 2{1=19eb 2=8847}}"},
	{"Kind=ipoib\n[IPoIB]\nPartitionKey=0x8001\nMode=connected\n"
	 "IgnoreUserspaceMulticastGroup=yes\n",
	 "5=07000000 18{1='ipoib' 2{1=0180 2=0100 3=0100}}", 7},
};

static void check(const struct golden *golden)
{
	_cleanup_(hp_net_file_free) struct hp_net_file file = {0};
	char text[4096], expected[4096];
	_cleanup_fclose_ FILE *stream = NULL;
	_cleanup_msg_ struct nl_msg *msg = NULL;

	snprintf(text, sizeof(text), "[NetDev]\nName=x\n%s", golden->file);
	stream = fmemopen(text, strlen(text), "r");
	capture_begin();
	assert_int_equal(hp_net_file_read_stream(&file, HP_NET_FILE_NETDEV, stream, "f"),
			 0);
	assert_int_equal(hp_netdev_finish(&file), 0);
	assert_string_equal(capture_end(), "");
	assert_false(file.unusable);
	msg = hp_netdev_message(&file, golden->lower, 0);
	snprintf(expected, sizeof(expected), "3='x' %s", golden->message);
	assert_string_equal(message_text(msg, sizeof(struct ifinfomsg)), expected);
	assert_int_equal(nlmsg_hdr(msg)->nlmsg_type, RTM_NEWLINK);
}

static void check_all(const struct golden *golden, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check(&golden[i]);
}

/* A message of more than a page. */
static void test_long(void **state)
{
	_cleanup_(hp_net_file_free) struct hp_net_file file = {0};
	_cleanup_free_ char *text = NULL;
	_cleanup_msg_ struct nl_msg *msg = NULL;
	FILE *stream;
	size_t size;

	stream = open_memstream(&text, &size);
	fputs("[NetDev]\nName=x\nKind=macvlan\n[MACVLAN]\nMode=source\n", stream);
	for (int i = 0; i < 1024; i++)
		fprintf(stream, "SourceMACAddress=02:00:00:00:%02x:%02x\n", i >> 8,
			i & 0xff);
	fclose(stream);
	stream = fmemopen(text, size, "r");
	assert_int_equal(hp_net_file_read_stream(&file, HP_NET_FILE_NETDEV, stream, "f"),
			 0);
	fclose(stream);
	assert_int_equal(hp_netdev_finish(&file), 0);
	assert_false(file.unusable);
	msg = hp_netdev_message(&file, 7, 0);
	assert_non_null(msg);
	assert_true(nlmsg_datalen(nlmsg_hdr(msg)) > 1024 * nla_total_size(6));
}

#define GOLDEN_TEST(name)                                                                \
	static void test_##name(void **state)                                            \
	{                                                                                \
		check_all(name, ARRAY_SIZE(name));                                       \
	}

GOLDEN_TEST(dummies)
GOLDEN_TEST(veths)
GOLDEN_TEST(plugnets)
GOLDEN_TEST(vlans)
GOLDEN_TEST(bridges)
GOLDEN_TEST(bonds)
GOLDEN_TEST(over_others)
GOLDEN_TEST(udps)
GOLDEN_TEST(tunnels)
GOLDEN_TEST(tunnels_by_other_ways)
GOLDEN_TEST(smalls)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dummies),
		cmocka_unit_test(test_veths),
		cmocka_unit_test(test_plugnets),
		cmocka_unit_test(test_vlans),
		cmocka_unit_test(test_bridges),
		cmocka_unit_test(test_bonds),
		cmocka_unit_test(test_over_others),
		cmocka_unit_test(test_udps),
		cmocka_unit_test(test_tunnels),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_tunnels_by_other_ways),
		cmocka_unit_test(test_smalls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
