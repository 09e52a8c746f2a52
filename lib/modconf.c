/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the settings of modprobe.d, each with its place. See modconf.h. */
#include <errno.h>
#include <fnmatch.h>
#include <stdarg.h>

#include "array.h"
#include "modconf.h"
#include "modconf_internal.h"

struct hp_modconf *hp_modconf_new(void)
{
	return calloc(1, sizeof(struct hp_modconf));
}

void hp_modconf_free(struct hp_modconf *conf)
{
	size_t i;

	if (!conf)
		return;
	for (i = 0; i < conf->n; i++)
		free(conf->texts[i]);
	for (i = 0; i < conf->n_files; i++)
		free(conf->files[i]);
	free(conf->settings);
	free(conf->texts);
	free(conf->files);
	free(conf);
}

const struct hp_modconf_setting *hp_modconf_next(const struct hp_modconf *conf,
						 const struct hp_modconf_setting *last)
{
	size_t i = last ? (size_t)(last - conf->settings) + 1 : 0;

	return i < conf->n ? &conf->settings[i] : NULL;
}

bool hp_modconf_matches(const struct hp_modconf_setting *setting, const char *name)
{
	return fnmatch(setting->key, name, 0) == 0;
}

static int add_setting(struct hp_modconf *conf, const struct hp_modconf_setting *setting,
		       char *text)
{
	int r = hp_array_grow(&conf->settings, conf->n, sizeof(*conf->settings));

	if (r == 0)
		r = hp_array_grow(&conf->texts, conf->n, sizeof(*conf->texts));
	if (r < 0)
		return r;
	conf->texts[conf->n] = text;
	conf->settings[conf->n++] = *setting;
	return 0;
}

/* The file's name, kept as long as conf. */
static const char *keep_name(struct hp_modconf *conf, const char *file)
{
	char *copy;

	if (hp_array_grow(&conf->files, conf->n_files, sizeof(*conf->files)) < 0)
		return NULL;
	copy = strdup(file);
	if (copy)
		conf->files[conf->n_files++] = copy;
	return copy;
}

/* Where the byte at offset in the line's text stood in the file. */
static void find_place(const struct logical_line *line, size_t offset,
		       unsigned int *ret_line, unsigned int *ret_column)
{
	const char *at = line->at[offset], *c;

	*ret_line = line->number;
	*ret_column = 1;
	for (c = line->begin; c < at; c++) {
		(*ret_column)++;
		if (*c == '\n') {
			(*ret_line)++;
			*ret_column = 1;
		}
	}
}

static _printf_(3, 4) int problem(struct logical_line *line, const char *where,
				  const char *fmt, ...)
{
	const struct hp_modconf_where *to = line->where;
	char text[256];
	unsigned int number, column;
	va_list args;

	if (!to->problem || (to->own_words_only && !line->own))
		return -EINVAL;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	find_place(line, where - line->text, &number, &column);
	to->problem(line->file, number, column, text, to->data);
	return -EINVAL;
}

/* The next word, NULL where there is none; line->rest then is what stands one blank
 * behind, or NULL. */
static char *take_word(struct logical_line *line)
{
	char *word = line->rest, *end;

	if (word)
		word += strspn(word, " \t");
	if (!word || !*word) {
		line->rest = NULL;
		return NULL;
	}
	end = word + strcspn(word, " \t");
	line->rest = *end ? end + 1 : NULL;
	if (line->rest && !*line->rest)
		line->rest = NULL;
	*end = '\0';
	return word;
}

bool hp_modconf_normalize(char *name)
{
	char *c;

	for (c = name; *c; c++) {
		if (*c == '-')
			*c = '_';
		else if (*c == ']')
			return false;
		else if (*c == '[')
			c += strcspn(c, "]");
		if (!*c)
			return false;
	}
	return true;
}

/* A name or pattern of names. */
static char *take_name(struct logical_line *line, const char *what)
{
	char *name = take_word(line);

	if (!name) {
		problem(line, line->text + line->length, "%s is missing", what);
		return NULL;
	}
	if (hp_modconf_normalize(name))
		return name;
	problem(line, name, "a bracket without the other: '%s'", name);
	return NULL;
}

static void warn_of_more(struct logical_line *line)
{
	char *word = take_word(line);

	if (word)
		problem(line, word, "'%s' and what follows is ignored", word);
}

static int take_alias(struct logical_line *line, struct hp_modconf_setting *setting)
{
	setting->key = take_name(line, "the alias");
	setting->value = setting->key ? take_name(line, "the name of the module") : NULL;
	if (!setting->value)
		return -EINVAL;
	warn_of_more(line);
	return 0;
}

static int take_only_name(struct logical_line *line, struct hp_modconf_setting *setting)
{
	setting->key = take_name(line, "the name of the module");
	if (!setting->key)
		return -EINVAL;
	warn_of_more(line);
	return 0;
}

static int take_name_and_text(struct logical_line *line,
			      struct hp_modconf_setting *setting)
{
	setting->key = take_name(line, "the name of the module");
	if (!setting->key)
		return -EINVAL;
	setting->value = line->rest;
	if (!setting->value)
		return problem(line, line->text + line->length,
			       "nothing stands behind '%s'", setting->key);
	return 0;
}

static int take_softdep(struct logical_line *line, struct hp_modconf_setting *setting)
{
	const char *word;
	int r = take_name_and_text(line, setting);

	if (r < 0)
		return r;
	word = setting->value + strspn(setting->value, " \t");
	if (!skip_prefix(word, "pre:") && !skip_prefix(word, "post:"))
		problem(line, word, "what stands before 'pre:' or 'post:' is ignored");
	return 0;
}

static int take_deny(struct logical_line *line, struct hp_modconf_setting *setting)
{
	setting->key = take_name(line, "the name of the module");
	if (!setting->key)
		return -EINVAL;
	setting->value = line->rest ? line->rest + strspn(line->rest, " \t") : NULL;
	if (setting->value && !*setting->value)
		setting->value = NULL;
	return 0;
}

static int take_path(struct logical_line *line, struct hp_modconf_setting *setting)
{
	setting->key = take_word(line);
	if (!setting->key || *setting->key != '/')
		return problem(line, setting->key ?: line->text + line->length,
			       "an absolute path is missing");
	warn_of_more(line);
	return 0;
}

static const struct {
	const char *name;
	int (*take)(struct logical_line *line, struct hp_modconf_setting *setting);
} words[] = {
	[HP_MODCONF_ALIAS] = {"alias", take_alias},
	[HP_MODCONF_BLACKLIST] = {"blacklist", take_only_name},
	[HP_MODCONF_OPTIONS] = {"options", take_name_and_text},
	[HP_MODCONF_INSTALL] = {"install", take_name_and_text},
	[HP_MODCONF_REMOVE] = {"remove", take_name_and_text},
	[HP_MODCONF_SOFTDEP] = {"softdep", take_softdep},
	[HP_MODCONF_WEAKDEP] = {"weakdep", take_name_and_text},
	[HP_MODCONF_DENY] = {"deny", take_deny},
	[HP_MODCONF_ALLOW_ONLY] = {"allow-only", take_path},
};

const char *hp_modconf_word_name(enum hp_modconf_word word)
{
	return words[word].name;
}

/* Each backslash needs one before it. */
static void write_text(const char *text, FILE *out)
{
	for (; *text; text++)
		fprintf(out, "%s%c", *text == '\\' ? "\\" : "", *text);
}

void hp_modconf_write(const struct hp_modconf_setting *setting, FILE *out)
{
	fprintf(out, "%s ", hp_modconf_word_name(setting->word));
	write_text(setting->key, out);
	fputs(setting->value ? " " : "", out);
	write_text(setting->value ?: "", out);
	fputc('\n', out);
}

static int take_include(struct hp_modconf *conf, struct logical_line *line,
			const char *at)
{
	char *path = take_word(line);
	int r;

	if (!path)
		return problem(line, line->text + line->length, "a path is missing");
	if (conf->depth == 0 || conf->depth > INCLUDE_DEPTH_MAX)
		return problem(line, at,
			       conf->depth ? "too many files include each other"
					   : "include is for modprobe.conf alone");
	r = hp_modconf_include(conf, path, line->where);
	if (r < 0 && r != -ENOMEM)
		problem(line, path, "%s: %s", path, strerror(-r));
	return r == -ENOMEM ? r : 0;
}

/* Returns 0, -EINVAL (left out, told), or -ENOMEM. */
static int take_line(struct hp_modconf *conf, struct logical_line *line)
{
	struct hp_modconf_setting setting = {.file = line->file};
	char *word = take_word(line), *copy;
	int r;

	if (!word)
		return 0;
	line->own = false;
	find_place(line, word - line->text, &setting.line, &setting.column);
	if (streq(word, "include"))
		return take_include(conf, line, word);
	while (setting.word < ARRAY_SIZE(words) && !streq(word, words[setting.word].name))
		setting.word++;
	if (setting.word == ARRAY_SIZE(words))
		return problem(line, word, "unknown word '%s'", word);
	line->own = setting.word >= HP_MODCONF_DENY;
	r = words[setting.word].take(line, &setting);
	if (r < 0)
		return r;
	copy = malloc(line->length + 1);
	if (!copy)
		return -ENOMEM;
	memcpy(copy, line->text, line->length + 1);
	setting.key = copy + (setting.key - line->text);
	if (setting.value)
		setting.value = copy + (setting.value - line->text);
	r = add_setting(conf, &setting, copy);
	if (r < 0)
		free(copy);
	return r;
}

/* Reads up to the newline that no backslash precedes; a backslash before anything else
 * goes away. Returns where the next line begins. */
static const char *join_lines(struct logical_line *line, const char *text,
			      const char *end)
{
	const char *c;

	line->begin = text;
	line->length = 0;
	for (c = text; c < end && *c != '\n'; c++) {
		if (*c == '\\' && ++c == end)
			break;
		if (*c == '\n')
			continue;
		line->at[line->length] = c;
		line->text[line->length++] = *c;
	}
	line->at[line->length] = c < end ? c : end;
	line->text[line->length] = '\0';
	line->length = strlen(line->text);
	return c < end ? c + 1 : end;
}

static unsigned int count_newlines(const char *text, const char *end)
{
	unsigned int n = 0;

	for (; text < end; text++)
		n += *text == '\n';
	return n;
}

int hp_modconf_append_text(struct hp_modconf *conf, const char *file, const char *text,
			   size_t len, const struct hp_modconf_where *where)
{
	_cleanup_free_ char *buffer = malloc(len + 1);
	_cleanup_free_ const char **at = calloc(len + 1, sizeof(*at));
	struct logical_line line = {.file = keep_name(conf, file),
				    .text = buffer,
				    .at = at,
				    .number = 1,
				    .where = where};
	const char *end = text + len, *next;
	int r = 0;

	if (!buffer || !at || !line.file)
		return -ENOMEM;
	for (; text < end && r != -ENOMEM; text = next) {
		next = join_lines(&line, text, end);
		line.rest = line.text;
		if (*line.text != '#')
			r = take_line(conf, &line);
		line.number += count_newlines(text, next);
	}
	return r == -ENOMEM ? r : 0;
}
