"""Knows processes: BPMN 2.0 read into a model, and a pure step over a small state that every way of walking shares."""

from zoutong.process.model import Bounds, Data, Drawn, Entry, Flow, Lane, Many, Message, Node, Point, Pool, Process, Surroundings, Timer
from zoutong.process.state import Alarm, Happening, Progress, Scope, State, Step, Token

__all__ = [
    "Alarm", "Bounds", "Data", "Drawn", "Entry", "Flow", "Happening", "Lane", "Many", "Message", "Node", "Point", "Pool", "Process",
    "Progress", "Scope", "State", "Step", "Surroundings", "Timer", "Token",
]  # fmt: skip
