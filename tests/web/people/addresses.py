"""Knows every address of the resolver, with a sample value for each of its parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

SAMPLES: Mapping[str, object] = {"lang": "zh", "fact": "want"}
"""Values for parameters by name; whatever is not here gets one that fits its kind."""


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    url: str


def sample(name: str, converter: object) -> object:
    if name in SAMPLES:
        return SAMPLES[name]
    if isinstance(converter, IntConverter):
        return 1
    return "3f2a1c1e-0000-4000-8000-000000000001" if isinstance(converter, UUIDConverter) else "x"


def patterns(
    of: list[URLPattern | URLResolver], app: str = "", converters: Mapping[str, object] | None = None
) -> Iterator[tuple[str, dict[str, object]]]:
    """Go over all addresses: their names and their parameters."""
    before = dict(converters or {})
    for entry in of:
        here = before | dict(entry.pattern.converters)
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns, f"{app}{entry.namespace}:" if entry.namespace else app, here)
        else:
            yield f"{app}{entry.name or entry.pattern}", here


def addresses() -> list[Address]:
    found = {}
    for name, converters in patterns(get_resolver().url_patterns):
        found[name] = Address(name, reverse(name, kwargs={key: sample(key, how) for key, how in converters.items()}))
    return list(found.values())
