"""Knows the calls by which a process moves; each takes a state and gives a new one with what happened. Nothing else moves it.

Every function is pure. ``now`` is the moment of the call; ``around`` gives other processes, decisions and clocks. Faults: process.token (no such open
task), process.message (nobody waits for it), process.endless (too many moves in one call), process.data (a value that is no JSON).
"""
# Signatures (bodies follow):
# begin(process, data, now, around, start=None) -> Step
# complete(process, state, token, data, now, around) -> Step
# deliver(process, state, message, data, now, around, token=None) -> Step
# tick(process, state, now, around) -> Step
# fail(process, state, token, error, now, around) -> Step
# put_back(process, state, token, to, now, around) -> Step
# cancel(process, state, now) -> Step
# set_data(process, state, token, data) -> State
# open_tasks(process, state) -> tuple[Token, ...]
# awaited(process, state, around) -> tuple[tuple[str, int], ...]      message id, token that waits for it
# next_timer(state) -> datetime | None ; hold(state, now) -> State ; release(state, now) -> State
# place(process, state, token, around) -> tuple[Process, Node]        where a token stands, also inside a called process
# read.py: read_bpmn(source: Path | str | bytes, *, file="") -> Mapping[str, Process]
# check.py: check(process, processes=…, tables=…, clocks=…) -> tuple[Finding, ...]; Finding(severity, code, element, line, words)
# move.py: can_move(old, new, state, mapping=None) -> tuple[Words, ...]; move(old, new, state, now, mapping=None) -> Step
