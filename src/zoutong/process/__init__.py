"""Knows processes: BPMN 2.0 read into a model, and a pure step over a small state that every way of walking shares."""

from zoutong.process.back import may_put_back, put_back
from zoutong.process.check import Finding, check
from zoutong.process.lint import Known
from zoutong.process.model import Bounds, Data, Drawn, Entry, Flow, Lane, Many, Message, Node, Point, Pool, Process, Surroundings, Timer
from zoutong.process.move import can_move, move
from zoutong.process.read import read_bpmn
from zoutong.process.state import Alarm, Happening, Progress, Scope, State, Step, Token
from zoutong.process.step import (
    awaited,
    begin,
    cancel,
    complete,
    deliver,
    fail,
    hold,
    next_timer,
    open_tasks,
    place,
    release,
    set_data,
    tick,
)

__all__ = [
    "Alarm", "Bounds", "Data", "Drawn", "Entry", "Finding", "Flow", "Happening", "Known", "Lane", "Many", "Message", "Node", "Point", "Pool",
    "Process", "Progress", "Scope", "State", "Step", "Surroundings", "Timer", "Token", "awaited", "begin", "can_move", "cancel", "check",
    "complete", "deliver", "fail", "hold", "may_put_back", "move", "next_timer", "open_tasks", "place", "put_back", "read_bpmn", "release",
    "set_data", "tick",
]  # fmt: skip
