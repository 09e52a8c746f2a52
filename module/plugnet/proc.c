// SPDX-License-Identifier: GPL-2.0
/* Purpose: /proc/net/plugnet/DEVICE, in the network namespace where the device is. */
#include <linux/proc_fs.h>
#include <linux/rtnetlink.h>
#include <linux/seq_file.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "stack.h"

static unsigned int folder_id;

static struct proc_dir_entry **folder_of(struct net *ns)
{
	return net_generic(ns, folder_id);
}

static void show_peer(struct seq_file *seq, const struct plugnet *net)
{
	const struct plugnet *peer;

	rcu_read_lock();
	peer = rcu_dereference(net->peer);
	if (peer)
		seq_printf(seq, "peer: %s, ifindex %d, %s\n", peer->dev->name,
			   peer->dev->ifindex, READ_ONCE(peer->open) ? "open" : "closed");
	else
		seq_puts(seq, "peer: none\n");
	rcu_read_unlock();
}

static void show_time(struct seq_file *seq, const char *what, unsigned long frames,
		      unsigned long at)
{
	seq_printf(seq, ", %s %lu", what, frames);
	if (frames)
		seq_printf(seq, " (%u ms ago)", jiffies_to_msecs(jiffies - at));
}

static void show_queue(struct seq_file *seq, const struct plugnet_queue *queue)
{
	const struct plugnet *net = queue->net;
	unsigned int i;

	seq_printf(seq, "queue %u: ", plugnet_index(queue));
	if (smp_load_acquire(&net->open) && queue->line >= 0)
		seq_printf(seq, "irq %u", net->port->irq[queue->line]);
	else
		seq_puts(seq, "irq none");
	show_time(seq, "sent", READ_ONCE(queue->sent), READ_ONCE(queue->sent_at));
	show_time(seq, "received", READ_ONCE(queue->received),
		  READ_ONCE(queue->received_at));
	for (i = 0; i < PLUGNET_COUNTS; i++)
		seq_printf(seq, ", %s %lld", plugnet_count_names[i],
			   (long long)atomic64_read(&queue->count[i]));
	seq_putc(seq, '\n');
}

/* RTNL is not taken: who removes the file holds it, and waits for us. */
static int show_end(struct seq_file *seq, void *v)
{
	struct net_device *dev = seq->private;
	struct plugnet *net = netdev_priv(dev);
	unsigned int i;

	seq_printf(seq, "device: %s, ifindex %d, %s, carrier %s\n", dev->name,
		   dev->ifindex, READ_ONCE(net->open) ? "open" : "closed",
		   netif_carrier_ok(dev) ? "on" : "off");
	seq_printf(seq, "port: %s\n", net->port ? dev_name(&net->port->dev) : "none");
	if (net->has_line)
		seq_printf(seq, "irq: %u\n", net->port->irq[0]);
	else
		seq_puts(seq, "irq: none\n");
	show_peer(seq, net);
	seq_printf(seq, "ring: %u\n", net->ring_size);
	seq_printf(seq, "queues: %u of %u\n", READ_ONCE(net->nr_queues),
		   dev->num_tx_queues);
	for (i = 0; i < PLUGNET_COUNTS; i++)
		seq_printf(seq, "%s: %lld\n", plugnet_count_names[i],
			   (long long)plugnet_total(net, i));
	for (i = 0; i < READ_ONCE(net->nr_queues); i++)
		show_queue(seq, &net->queue[i]);
	return 0;
}

static const char *state_of(const struct plugnet_stack *stack,
			    const struct plugnet_member *member)
{
	if (!READ_ONCE(member->up))
		return "down";
	if (!netif_carrier_ok(member->dev))
		return "no carrier";
	if (!READ_ONCE(stack->policy)->one)
		return "sends";
	return READ_ONCE(stack->active) == member ? "active" : "backup";
}

static int show_stack(struct seq_file *seq, void *v)
{
	struct net_device *dev = seq->private;
	const struct plugnet_stack *stack = netdev_priv(dev);
	const struct plugnet_member *member;

	seq_printf(seq, "device: %s, ifindex %d, %s, carrier %s\n", dev->name,
		   dev->ifindex, netif_running(dev) ? "open" : "closed",
		   netif_carrier_ok(dev) ? "on" : "off");
	seq_printf(seq, "policy: %s\n", READ_ONCE(stack->policy)->name);
	seq_printf(seq, "failovers: %u\n", READ_ONCE(stack->failovers));
	rcu_read_lock();
	list_for_each_entry_rcu(member, &stack->members, list)
		seq_printf(seq, "member: %s, ifindex %d, %s%s\n", member->dev->name,
			   member->dev->ifindex, state_of(stack, member),
			   READ_ONCE(stack->primary) == member ? ", primary" : "");
	rcu_read_unlock();
	return 0;
}

static struct proc_dir_entry **file_of(const struct net_device *dev)
{
	struct plugnet_stack *stack = netdev_priv(dev);
	struct plugnet *net = netdev_priv(dev);

	return plugnet_is_stack(dev) ? &stack->proc : &net->proc;
}

static void add_file(struct net_device *dev)
{
	struct proc_dir_entry *folder = *folder_of(dev_net(dev));

	/* Without memory there is a device without a file. */
	if (folder)
		*file_of(dev) = proc_create_single_data(
			dev->name, 0444, folder,
			plugnet_is_stack(dev) ? show_stack : show_end, dev);
}

static void remove_file(struct net_device *dev)
{
	proc_remove(*file_of(dev));
	*file_of(dev) = NULL;
}

/* A device that goes into another namespace is told of as unregistered in its old one and
 * registered in the new. */
static int notice(struct notifier_block *block, unsigned long what, void *data)
{
	struct net_device *dev = netdev_notifier_info_to_dev(data);

	if (!plugnet_is(dev) && !plugnet_is_stack(dev))
		return NOTIFY_DONE;
	if (what == NETDEV_CHANGENAME || what == NETDEV_UNREGISTER)
		remove_file(dev);
	if (what == NETDEV_CHANGENAME || what == NETDEV_REGISTER)
		add_file(dev);
	return NOTIFY_DONE;
}

static struct notifier_block notifier = {.notifier_call = notice};

static int __net_init enter(struct net *ns)
{
	*folder_of(ns) = proc_net_mkdir(ns, PLUGNET_KIND, ns->proc_net);
	return *folder_of(ns) ? 0 : -ENOMEM;
}

static void __net_exit leave(struct net *ns)
{
	remove_proc_entry(PLUGNET_KIND, ns->proc_net);
}

static struct pernet_operations namespaces = {
	.init = enter,
	.exit = leave,
	.id = &folder_id,
	.size = sizeof(struct proc_dir_entry *),
};

int plugnet_proc_init(void)
{
	int r = register_pernet_subsys(&namespaces);

	if (r < 0)
		return r;
	r = register_netdevice_notifier(&notifier);
	if (r < 0)
		unregister_pernet_subsys(&namespaces);
	return r;
}

void plugnet_proc_exit(void)
{
	unregister_netdevice_notifier(&notifier);
	unregister_pernet_subsys(&namespaces);
}
