// SPDX-License-Identifier: GPL-2.0
/*
 * Purpose: the interrupt lines of the bus, each a descriptor of the kernel's with a chip
 * of our own: what request_irq() and /proc/interrupts see is a line like any other.
 *
 * A level line interrupts as long as a port pulls it, an edge line once for each pull.
 * What comes while the line is masked waits in it. So does what comes while a level is
 * serviced: the chip holds the line back until the end of the interrupt, as those with an
 * EOI do, and the irq core need not mask it for that. A delivery that a callback of the
 * chip makes due comes by irq_work, as the callback runs under the descriptor's lock.
 *
 * A line has no lock. Who pulls it looks afterwards whether something holds it back, who
 * lets go of what does looks afterwards whether it is pulled, with a barrier between; and
 * of those who find it due, one takes it, by an exchange of its state.
 */
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irq_work.h>
#include <linux/irqdesc.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "internal.h"

/* Bits of the state of a line. All but the last hold it back. */
enum {
	MASKED,	  /* by the irq core */
	HELD,	  /* by LINE_MASK */
	SERVICED, /* a level, whose interrupt has not ended */
	LATCHED,  /* an edge that has not been delivered */
};

struct plugbus_line {
	u32 nr, irq;
	bool edge, exclusive;
	unsigned int ports; /* that have it; under lines_lock */
	unsigned long state;
	atomic_t asserted; /* ports that pull it */
	atomic64_t raised, fired;
	struct irq_desc *desc;
	struct irq_work work;
};

static DEFINE_MUTEX(lines_lock);
static struct plugbus_line *lines[PLUGBUS_LINES_MAX];

static bool is_due(const struct plugbus_line *line)
{
	unsigned long state = READ_ONCE(line->state);

	return line->edge ? state == BIT(LATCHED)
			  : !state && atomic_read(&line->asserted) > 0;
}

/* Whether to interrupt now: of all who find it due, one caller shall. */
static bool take_interrupt(struct plugbus_line *line)
{
	if (line->edge)
		return cmpxchg(&line->state, BIT(LATCHED), 0) == BIT(LATCHED);
	return atomic_read(&line->asserted) > 0 &&
	       cmpxchg(&line->state, 0, BIT(SERVICED)) == 0;
}

/* Who has taken it is not to be interrupted then. generic_handle_irq_safe() would look
 * the descriptor up by its number. */
static void deliver(struct irq_work *work)
{
	struct plugbus_line *line = container_of(work, struct plugbus_line, work);
	unsigned long flags;

	local_irq_save(flags);
	if (take_interrupt(line)) {
		atomic64_inc(&line->fired);
		generic_handle_irq_desc(line->desc);
	}
	local_irq_restore(flags);
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

	atomic64_inc(&line->raised);
	if (!test_and_set_bit(index, &port->causes))
		atomic_inc(&line->asserted);
	if (line->edge)
		set_bit(LATCHED, &line->state);
	smp_mb__after_atomic();
	fire(line);
}
EXPORT_SYMBOL_GPL(plugbus_line_raise);

bool plugbus_line_lower(struct plugbus_port *port, unsigned int index)
{
	bool pulled = test_and_clear_bit(index, &port->causes);

	if (pulled)
		atomic_dec(&port->line[index]->asserted);
	return pulled;
}
EXPORT_SYMBOL_GPL(plugbus_line_lower);

/* It is not held back by that any more. Returns whether it is due. */
static bool let_go(struct plugbus_line *line, unsigned int bit)
{
	clear_bit(bit, &line->state);
	smp_mb__after_atomic();
	return is_due(line);
}

void plugbus_line_mask(struct plugbus_port *port, unsigned int index, bool mask)
{
	struct plugbus_line *line = port->line[index];

	if (mask)
		set_bit(HELD, &line->state);
	else if (let_go(line, HELD))
		fire(line);
}

struct plugbus_line_state plugbus_line_look(struct plugbus_port *port, unsigned int index)
{
	const struct plugbus_line *line = port->line[index];

	return (struct plugbus_line_state){
		.nr = line->nr,
		.irq = line->irq,
		.edge = line->edge,
		.exclusive = line->exclusive,
		.masked = test_bit(HELD, &line->state),
		.asserted = test_bit(index, &port->causes),
		.raised = atomic64_read(&line->raised),
		.fired = atomic64_read(&line->fired),
	};
}

static void chip_mask(struct irq_data *data)
{
	struct plugbus_line *line = irq_data_get_irq_chip_data(data);

	set_bit(MASKED, &line->state);
}

static void chip_unmask(struct irq_data *data)
{
	struct plugbus_line *line = irq_data_get_irq_chip_data(data);

	if (let_go(line, MASKED))
		irq_work_queue(&line->work);
}

/* An edge is taken from the line when it is delivered. */
static void chip_ack(struct irq_data *data)
{
}

/* Of a level, which ends with its cause. */
static void chip_eoi(struct irq_data *data)
{
	struct plugbus_line *line = irq_data_get_irq_chip_data(data);

	if (let_go(line, SERVICED))
		irq_work_queue(&line->work);
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
	.irq_eoi = chip_eoi,
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
		irq_set_chip_and_handler_name(line->irq, &chip, handle_fasteoi_irq,
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
	line->nr = nr;
	line->irq = irq;
	line->edge = spec->edge;
	line->exclusive = spec->exclusive;
	line->state = BIT(MASKED);
	line->desc = irq_data_to_desc(irq_get_irq_data(irq));
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
