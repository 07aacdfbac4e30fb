"""Knows content packs: loading, checking, comparing, and parameters by place and date."""

from zoutong.pack.load import Pack, load
from zoutong.pack.parameters import Parameter, Parameters

__all__ = ["Pack", "Parameter", "Parameters", "load"]
