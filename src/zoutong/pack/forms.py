"""Knows which names an office document may hold besides those of a person's own form: of the case, the pack's variables and clocks."""

from __future__ import annotations

from zoutong.pack.load import Pack

TEXTS = ("opened_on", "receiver", "handler", "unit", "follow_address", "claims_line")
FLAGS = ("goes_on",)
LISTS = ("doors", "papers_here", "running", "arbitration_days", "steps_done")


def names_of_case(pack: Pack) -> frozenset[str]:
    """Give every name that filling a document of a case offers.

    A variable ``x`` of the pack gives ``x``, and ``x_is_CODE`` (``yes``, ``no``) to tick; a clock ``c`` gives ``clock_c``, its
    last day, and ``law_c``, its article; a process ``p`` gives ``of_p``.
    """
    found = {*TEXTS, *FLAGS, *LISTS}
    for variable in pack.variables.values():
        codes = ("yes", "no") if variable.type == "boolean" else tuple(code for code, _ in variable.options)
        found |= {variable.name, *(f"{variable.name}_is_{code}" for code in codes)}
    for clock in pack.clocks:
        found |= {f"clock_{clock}", f"law_{clock}"}
    return frozenset(found | {f"of_{process}" for process in pack.processes})
