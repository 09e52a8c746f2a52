/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: fuzz the reader of what a tried module has replaced. */
#include <stdint.h>

#include "trial.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(hp_trial_free) struct hp_trial trial = {0};
	_cleanup_free_ char *text = strndup((const char *)data, size);

	if (hp_trial_parse(&trial, text, "boot") == 0 &&
	    (!trial.n_modules ||
	     !memchr(trial.modules[0].name, '\0', sizeof(trial.modules[0].name))))
		abort();
	return 0;
}
