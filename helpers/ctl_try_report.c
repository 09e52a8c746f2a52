/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl try: what is said, for a person or as JSON. See ctl_try.h. */
#include <errno.h>

#include "array.h"
#include "ctl_try.h"
#include "kmsg.h"
#include "loaded.h"
#include "log.h"

const char *try_device_text(const struct hp_binding *device,
			    char ret[static TRY_DEVICE_MAX])
{
	snprintf(ret, TRY_DEVICE_MAX, "%s:%s", device->bus, hp_binding_name(device));
	return ret;
}

void try_report_begin(struct try_report *report, bool json)
{
	report->kmsg = hp_kmsg_open();
	if (report->kmsg < 0)
		hp_warning(report->kmsg, "the kernel's log is not shown");
	if (!json)
		return;
	report->json.out = stdout;
	hp_json_open(&report->json, NULL, '{');
	hp_json_open(&report->json, "steps", '[');
}

void try_report_step(struct try_report *report, const char *step, const char *what,
		     const char *more)
{
	struct hp_json *json = &report->json;

	if (!json->out) {
		printf("%s %s%s%s\n", step, what, more ? " " : "", more ?: "");
		fflush(stdout);
		return;
	}
	hp_json_open(json, NULL, '{');
	hp_json_string(json, "step", step);
	hp_json_string(json, "what", what);
	hp_json_string(json, "more", more);
	hp_json_close(json, '}');
}

static void take_line(unsigned int level, const char *text, void *data)
{
	struct try_report *report = data;
	struct try_line line = {level, strdup(text)};

	if (!report->json.out)
		printf("kernel: %s\n", text);
	if (!line.text ||
	    hp_array_grow(&report->lines, report->n_lines, sizeof(line)) < 0) {
		free(line.text);
		return;
	}
	report->lines[report->n_lines++] = line;
}

void try_report_kernel(struct try_report *report)
{
	if (report->kmsg < 0)
		return;
	if (hp_kmsg_read(report->kmsg, take_line, report) == -EPIPE)
		hp_warning(0, "some lines of the kernel's log were lost");
	fflush(stdout);
}

static void write_lines(struct try_report *report)
{
	struct hp_json *json = &report->json;

	hp_json_open(json, "kernel", '[');
	for (size_t i = 0; i < report->n_lines; i++) {
		hp_json_open(json, NULL, '{');
		hp_json_number(json, "level", report->lines[i].level);
		hp_json_string(json, "text", report->lines[i].text);
		hp_json_close(json, '}');
	}
	hp_json_close(json, ']');
}

static void show_device(struct try_report *report, const struct hp_binding *device)
{
	struct hp_json *json = &report->json;
	char name[TRY_DEVICE_MAX];

	try_device_text(device, name);
	if (!json->out) {
		printf("%s: %s%s\n", name, *device->driver ? "bound to " : "not bound",
		       device->driver);
		return;
	}
	hp_json_open(json, NULL, '{');
	hp_json_string(json, "device", name);
	hp_json_string(json, "driver", *device->driver ? device->driver : NULL);
	hp_json_string(json, "module", *device->module ? device->module : NULL);
	hp_json_close(json, '}');
}

static void show_devices(struct try *t)
{
	struct hp_json *json = &t->report.json;
	struct hp_binding now;

	if (json->out)
		hp_json_open(json, "devices", '[');
	for (size_t i = 0; i < t->n_devices; i++)
		if (hp_binding_read(&now, t->devices[i].before.devpath) == 0)
			show_device(&t->report, &now);
	if (json->out)
		hp_json_close(json, ']');
	else if (!t->n_devices)
		printf("no device that it matches\n");
}

static void show_module(struct try_report *report, const char *module)
{
	static const char *const attributes[] = {"version", "srcversion", "taint"};
	char value[HP_LOADED_TEXT_MAX];

	if (report->json.out)
		hp_json_string(&report->json, "module", module);
	else
		printf("%s: %s", module,
		       hp_loaded_inode(module) ? "loaded" : "not loaded");
	for (size_t i = 0; i < ARRAY_SIZE(attributes); i++) {
		hp_loaded_attribute(module, attributes[i], value);
		if (report->json.out)
			hp_json_string(&report->json, attributes[i],
				       *value ? value : NULL);
		else if (*value)
			printf(", %s %s", attributes[i], value);
	}
	if (!report->json.out)
		putchar('\n');
}

void try_report_end(struct try *t, const char *module, const char *result)
{
	struct try_report *report = &t->report;

	try_report_kernel(report);
	if (report->json.out) {
		hp_json_close(&report->json, ']');
		write_lines(report);
	}
	if (!t->dry_run || report->json.out) {
		show_devices(t);
		show_module(report, module);
	}
	if (report->json.out) {
		hp_json_string(&report->json, "result", result);
		hp_json_close(&report->json, '}');
		putchar('\n');
	}
	for (size_t i = 0; i < report->n_lines; i++)
		free(report->lines[i].text);
	free(report->lines);
	hp_closep(&report->kmsg);
}
