# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: tables of the differences that there may be between another program and ours.

Such a table is a file of oracle: a reason, and behind it lines that begin with a tab, "SET KEY:
THEIRS -> OURS", each a glob but for '['. Each has to occur.
"""

import fnmatch
import os

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "oracle")


class Row:
    """A difference that may be."""

    def __init__(self, line):
        self.line = line
        where, _, values = line.partition(": ")
        self.sets, key = where.split(" ", 1)
        self._globs = [glob.replace("[", "[[]") for glob in (key, *values.split(" -> "))]

    def is_for(self, name):
        return fnmatch.fnmatchcase(name, self.sets)

    def explains(self, difference):
        """difference: key, their value, our value."""
        return all(map(fnmatch.fnmatchcase, difference, self._globs))


def rows(table):
    with open(os.path.join(HERE, table), encoding="utf-8") as file:
        return [Row(line[1:-1]) for line in file if line.startswith("\t")]


def differing(theirs, ours):
    """[(key, theirs, ours)] of two {key: value}; of an object, whose value is "there", and which
    one side lacks, that alone."""
    keys = sorted(key for key in theirs.keys() | ours.keys() if theirs.get(key) != ours.get(key))
    lacking = tuple(f"{key}/" for key in keys if "there" in (theirs.get(key), ours.get(key)))
    return [(key, theirs.get(key, "-"), ours.get(key, "-")) for key in keys
            if not key.startswith(lacking)]


def judge(name, found, table):
    """What differs in a set and stands in no row; and the rows that occurred."""
    table = [row for row in table if row.is_for(name)]
    # Each row is asked, so that none is left over because of another.
    occurred = {row for row in table for difference in found if row.explains(difference)}
    return [f"{name} {key}: {theirs} -> {ours}" for key, theirs, ours in found
            if not any(row.explains((key, theirs, ours)) for row in table)], occurred


def not_occurred(table):
    return [f"does not occur any more: {row.line}" for row in table]
