// SPDX-License-Identifier: GPL-2.0
/*
 * Purpose: the interrupt lines of the bus, each a descriptor of the kernel's with a chip
 * of our own: what request_irq() and /proc/interrupts see is a line like any other.
 *
 * A level line interrupts as long as a port pulls it, an edge line once for each pull.
 * What comes while the line is masked waits in it. A delivery that the unmasking of a
 * line makes due comes by irq_work, as the callback runs under the descriptor's lock.
 */
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irq_work.h>
#include <linux/irqdesc.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "internal.h"

struct plugbus_line {
	raw_spinlock_t lock;
	u32 nr, irq;
	bool edge, exclusive;
	unsigned int ports;    /* that have it; under lines_lock */
	bool masked;	       /* by the irq core */
	bool held;	       /* by LINE_MASK */
	bool latched;	       /* an edge has not been delivered */
	unsigned int asserted; /* ports that pull it */
	u64 raised, fired;
	struct irq_work work;
};

static DEFINE_MUTEX(lines_lock);
static struct plugbus_line *lines[PLUGBUS_LINES_MAX];

/* line->lock is held. */
static bool is_due(const struct plugbus_line *line)
{
	return !line->masked && !line->held &&
	       (line->edge ? line->latched : line->asserted > 0);
}

/* Whether to interrupt now; then this interrupt is counted as delivered. */
static bool take_interrupt(struct plugbus_line *line)
{
	unsigned long flags;
	bool due;

	raw_spin_lock_irqsave(&line->lock, flags);
	due = is_due(line);
	if (due) {
		line->latched = false;
		line->fired++;
	}
	raw_spin_unlock_irqrestore(&line->lock, flags);
	return due;
}

static void deliver(struct irq_work *work)
{
	struct plugbus_line *line = container_of(work, struct plugbus_line, work);

	if (take_interrupt(line))
		generic_handle_irq_safe(line->irq);
}

static void fire(struct plugbus_line *line)
{
	if (READ_ONCE(plugbus_debug) & PLUGBUS_DEBUG_HARDIRQ)
		irq_work_queue(&line->work);
	else
		deliver(&line->work);
}

void plugbus_line_raise(struct plugbus_port *port, unsigned int index)
{
	struct plugbus_line *line = port->line[index];
	unsigned long flags;

	raw_spin_lock_irqsave(&line->lock, flags);
	line->raised++;
	line->latched = true;
	if (!test_and_set_bit(index, &port->causes))
		line->asserted++;
	raw_spin_unlock_irqrestore(&line->lock, flags);
	fire(line);
}
EXPORT_SYMBOL_GPL(plugbus_line_raise);

bool plugbus_line_lower(struct plugbus_port *port, unsigned int index)
{
	struct plugbus_line *line = port->line[index];
	unsigned long flags;
	bool pulled;

	raw_spin_lock_irqsave(&line->lock, flags);
	pulled = test_and_clear_bit(index, &port->causes);
	if (pulled)
		line->asserted--;
	raw_spin_unlock_irqrestore(&line->lock, flags);
	return pulled;
}
EXPORT_SYMBOL_GPL(plugbus_line_lower);

void plugbus_line_mask(struct plugbus_port *port, unsigned int index, bool mask)
{
	struct plugbus_line *line = port->line[index];
	unsigned long flags;

	raw_spin_lock_irqsave(&line->lock, flags);
	line->held = mask;
	raw_spin_unlock_irqrestore(&line->lock, flags);
	if (!mask)
		fire(line);
}

struct plugbus_line_state plugbus_line_look(struct plugbus_port *port, unsigned int index)
{
	struct plugbus_line *line = port->line[index];
	struct plugbus_line_state state;
	unsigned long flags;

	raw_spin_lock_irqsave(&line->lock, flags);
	state = (struct plugbus_line_state){
		.nr = line->nr,
		.irq = line->irq,
		.edge = line->edge,
		.exclusive = line->exclusive,
		.masked = line->held,
		.asserted = test_bit(index, &port->causes),
		.raised = line->raised,
		.fired = line->fired,
	};
	raw_spin_unlock_irqrestore(&line->lock, flags);
	return state;
}

static void set_masked(struct irq_data *data, bool masked)
{
	struct plugbus_line *line = irq_data_get_irq_chip_data(data);
	unsigned long flags;
	bool due;

	raw_spin_lock_irqsave(&line->lock, flags);
	line->masked = masked;
	due = is_due(line);
	raw_spin_unlock_irqrestore(&line->lock, flags);
	if (due)
		irq_work_queue(&line->work);
}

static void chip_mask(struct irq_data *data)
{
	set_masked(data, true);
}

static void chip_unmask(struct irq_data *data)
{
	set_masked(data, false);
}

/* An edge is taken from the line when it is delivered, a level ends with its cause. */
static void chip_ack(struct irq_data *data)
{
}

static unsigned int trigger(const struct plugbus_line *line)
{
	return line->edge ? IRQ_TYPE_EDGE_RISING : IRQ_TYPE_LEVEL_HIGH;
}

static int chip_set_type(struct irq_data *data, unsigned int type)
{
	const struct plugbus_line *line = irq_data_get_irq_chip_data(data);

	return type == trigger(line) ? IRQ_SET_MASK_OK : -EINVAL;
}

static struct irq_chip chip = {
	.name = "plugbus",
	.irq_mask = chip_mask,
	.irq_unmask = chip_unmask,
	.irq_ack = chip_ack,
	.irq_set_type = chip_set_type,
	.flags = IRQCHIP_SKIP_SET_WAKE,
};

static void set_up(struct plugbus_line *line)
{
	irq_set_chip_data(line->irq, line);
	if (line->edge) {
		irq_set_chip_and_handler_name(line->irq, &chip, handle_edge_irq, "edge");
	} else {
		irq_set_status_flags(line->irq, IRQ_LEVEL);
		irq_set_chip_and_handler_name(line->irq, &chip, handle_level_irq,
					      "level");
	}
	irqd_set_trigger_type(irq_get_irq_data(line->irq), trigger(line));
	irq_modify_status(line->irq, IRQ_NOREQUEST, IRQ_NOPROBE);
}

static struct plugbus_line *new_line(u32 nr, const struct plugbus_spec *spec)
{
	struct plugbus_line *line = kzalloc(sizeof(*line), GFP_KERNEL);
	int irq;

	if (!line)
		return ERR_PTR(-ENOMEM);
	/* Owned by us: whoever else requests the line keeps this module loaded. */
	irq = __irq_alloc_descs(-1, 0, 1, NUMA_NO_NODE, THIS_MODULE, NULL);
	if (irq < 0) {
		kfree(line);
		return ERR_PTR(irq);
	}
	raw_spin_lock_init(&line->lock);
	line->nr = nr;
	line->irq = irq;
	line->edge = spec->edge;
	line->exclusive = spec->exclusive;
	line->masked = true;
	line->work = IRQ_WORK_INIT_HARD(deliver);
	set_up(line);
	lines[nr] = line;
	return line;
}

static void free_line(struct plugbus_line *line)
{
	lines[line->nr] = NULL;
	irq_work_sync(&line->work);
	irq_free_descs(line->irq, 1);
	kfree(line);
}

/* One that nobody has any more, but for whoever requested it and forgot to free it. */
static bool is_free(const struct plugbus_line *line)
{
	return !line->ports && !irq_has_action(line->irq);
}

static struct plugbus_line *find_line(u32 nr, const struct plugbus_spec *spec,
				      struct netlink_ext_ack *extack)
{
	struct plugbus_line *line = lines[nr];

	if (line && is_free(line)) {
		free_line(line);
		line = NULL;
	}
	if (!line)
		return new_line(nr, spec);
	if (line->exclusive || spec->exclusive) {
		NL_SET_ERR_MSG_MOD(extack, "the line is another port's, and not shared");
		return ERR_PTR(-EBUSY);
	}
	if (line->edge != spec->edge) {
		NL_SET_ERR_MSG_MOD(extack, "the line has the other trigger");
		return ERR_PTR(-EBUSY);
	}
	return line;
}

static void put_line(struct plugbus_line *line)
{
	line->ports--;
	if (is_free(line))
		free_line(line);
}

int plugbus_lines_get(struct plugbus_port *port, const struct plugbus_spec *spec,
		      struct netlink_ext_ack *extack)
{
	struct plugbus_line *line;
	int r = 0;

	mutex_lock(&lines_lock);
	while (port->nr_lines < spec->lines) {
		line = find_line(spec->line + port->nr_lines, spec, extack);
		if (IS_ERR(line)) {
			r = PTR_ERR(line);
			break;
		}
		line->ports++;
		port->line[port->nr_lines] = line;
		port->irq[port->nr_lines++] = line->irq;
	}
	mutex_unlock(&lines_lock);
	if (r < 0)
		plugbus_lines_put(port);
	return r;
}

void plugbus_lines_put(struct plugbus_port *port)
{
	mutex_lock(&lines_lock);
	while (port->nr_lines) {
		port->nr_lines--;
		plugbus_line_lower(port, port->nr_lines);
		put_line(port->line[port->nr_lines]);
	}
	mutex_unlock(&lines_lock);
}

/* Nobody has requested a line by now, or we should not be unloaded. */
void plugbus_lines_exit(void)
{
	unsigned int nr;

	for (nr = 0; nr < PLUGBUS_LINES_MAX; nr++)
		if (lines[nr])
			free_line(lines[nr]);
}
