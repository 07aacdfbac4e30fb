"""Knows walks: one pure function moves a case, a leader's walk, a rehearsal and a simulated visitor alike."""

from zoutong.walk.act import SYSTEM, Act, Actor, Event, Mode
from zoutong.walk.course import Course, course_of
from zoutong.walk.model import Allowed, ClockView, Running, Task, Walk
from zoutong.walk.perform import allowed, perform, rebuild, refused
from zoutong.walk.record import from_json, to_json
from zoutong.walk.view import clock_views, nodes_gone

__all__ = [
    "SYSTEM",
    "Act",
    "Actor",
    "Allowed",
    "ClockView",
    "Course",
    "Event",
    "Mode",
    "Running",
    "Task",
    "Walk",
    "allowed",
    "clock_views",
    "course_of",
    "from_json",
    "nodes_gone",
    "perform",
    "rebuild",
    "refused",
    "to_json",
]
