"""Knows what traces show: the rules that every trace must obey, judged as it grows, and the figures of one walk beside others."""

from zoutong.trace.batch import over
from zoutong.trace.compare import Figures, figures
from zoutong.trace.rules import Rule, Rules, read_rules
from zoutong.trace.seen import Owed
from zoutong.trace.watch import Breach, Watch, judge

__all__ = ["Breach", "Figures", "Owed", "Rule", "Rules", "Watch", "figures", "judge", "over", "read_rules"]
