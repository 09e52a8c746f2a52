/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/procvirtual: bonds and VLANs, as Linux 6.1 wrote them. */
#include "procvirtual.h"
#include "proctext.h"

static int parse_bond(struct hp_proctable *table, char *text)
{
	hp_proctable_row(table);
	hp_proctable_text(table, HP_PROC_NAME, "bond", "bond0");
	return hp_procvirtual_parse_bond(table, text);
}

static void test_backup(void **state)
{
	proctext_expect(
		parse_bond,
		"Ethernet Channel Bonding Driver: v6.1.0-56-amd64\n\n"
		"Bonding Mode: fault-tolerance (active-backup)\n"
		"Primary Slave: None\n"
		"Currently Active Slave: d0\n"
		"MII Status: up\n"
		"MII Polling Interval (ms): 100\n"
		"Up Delay (ms): 0\n"
		"Down Delay (ms): 0\n"
		"Peer Notification Delay (ms): 0\n"
		"\n"
		"Slave Interface: d0\n"
		"MII Status: up\n"
		"Speed: Unknown\n"
		"Duplex: Unknown\n"
		"Link Failure Count: 3\n"
		"Permanent HW addr: 02:00:00:00:00:41\n"
		"Slave queue ID: 0\n",
		"bond=bond0 ethernet_channel_bonding_driver=v6.1.0-56-amd64 "
		"bonding_mode=fault-tolerance (active-backup) primary_slave=None "
		"currently_active_slave=d0 mii_status=up mii_polling_interval_ms=100 "
		"up_delay_ms=0 down_delay_ms=0 peer_notification_delay_ms=0\n"
		"bond=bond0 member=d0 mii_status=up speed=Unknown duplex=Unknown "
		"link_failure_count=3 permanent_hw_addr=02:00:00:00:00:41 "
		"slave_queue_id=0\n");
}

static void test_aggregation(void **state)
{
	proctext_expect(parse_bond,
			"Bonding Mode: IEEE 802.3ad Dynamic link aggregation\n"
			"\n"
			"802.3ad info\n"
			"LACP active: on\n"
			"Active Aggregator Info:\n"
			"\tAggregator ID: 1\n"
			"\tPartner Mac Address: 00:00:00:00:00:00\n"
			"\n"
			"Slave Interface: d2\n"
			"Aggregator ID: 1\n"
			"details actor lacp pdu:\n"
			"    system priority: 65535\n"
			"    port state: 77\n"
			"details partner lacp pdu:\n"
			"    port state: 1\n"
			"Slave Interface: d3\n"
			"Aggregator ID: 2\n",
			"bond=bond0 bonding_mode=IEEE 802.3ad Dynamic link aggregation "
			"lacp_active=on active_aggregator_info_aggregator_id=1 "
			"active_aggregator_info_partner_mac_address=00:00:00:00:00:00\n"
			"bond=bond0 member=d2 aggregator_id=1 "
			"details_actor_lacp_pdu_system_priority=65535 "
			"details_actor_lacp_pdu_port_state=77 "
			"details_partner_lacp_pdu_port_state=1\n"
			"bond=bond0 member=d3 aggregator_id=2\n");
	/* No bond writes that; nothing may come of it but a row. */
	proctext_expect(parse_bond, ":\n: x\nSlave Interface:\n\t:\n", "bond=bond0 =x\n");
}

static void test_vlan(void **state)
{
	proctext_expect(hp_procvirtual_parse_vlans,
			"VLAN Dev name	 | VLAN ID\n"
			"Name-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD\n"
			"v5             | 5  | bond0\n"
			"bond0.4094     | 4094  | bond0\n",
			"device=v5 id=5 on=bond0\ndevice=bond0.4094 id=4094 on=bond0\n");
	proctext_refuse(hp_procvirtual_parse_vlans, "a\nb\nv5 | 5\n", 3, 0);
	proctext_refuse(hp_procvirtual_parse_vlans, "a\nb\nv5 | 4096 | x\n", 3, 0);
}

static int parse_vlan(struct hp_proctable *table, char *text)
{
	hp_proctable_row(table);
	return hp_procvirtual_parse_vlan(table, text);
}

static void test_vlan_file(void **state)
{
	proctext_expect(
		parse_vlan,
		"v5  VID: 5	 REORDER_HDR: 1  dev->priv_flags: 81021\n"
		"         total frames received           12\n"
		"          total bytes received          900\n"
		"      Broadcast/Multicast Rcvd            3\n"
		"\n"
		"      total frames transmitted           11\n"
		"       total bytes transmitted          866\n"
		"Device: bond0\n"
		"INGRESS priority mappings: 0:0  1:0  2:1  3:0  4:0  5:0  6:0 7:0\n"
		" EGRESS priority mappings: 3:3 4:2 \n",
		"reorder_hdr=1 rx_frames=12 rx_bytes=900 rx_multicast=3 tx_frames=11 "
		"tx_bytes=866 ingress_priorities=0:0  1:0  2:1  3:0  4:0  5:0  6:0 7:0 "
		"egress_priorities=3:3 4:2\n");
	proctext_refuse(parse_vlan, "v5\n total frames received  x\n", 2, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_backup),
		cmocka_unit_test(test_aggregation),
		cmocka_unit_test(test_vlan),
		cmocka_unit_test(test_vlan_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
