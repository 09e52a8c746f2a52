/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the program that does nothing, built as the helpers are: the floor. */
int main(void)
{
	return 0;
}
