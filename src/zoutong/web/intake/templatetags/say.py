"""Knows how a template says a sentence of the catalogue, or the words of a pack, in the language of the page."""

from __future__ import annotations

from django import template

from zoutong.kernel.words import Words
from zoutong.pack.show import show_months
from zoutong.web import catalogue

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: template.Context, key: str, **values: object) -> str:
    """Say a sentence of the catalogue."""
    return catalogue.say(context["lang"], key, **values)


@register.simple_tag(takes_context=True)
def speak(context: template.Context, words: Words | None) -> str:
    """Say the words of a pack; nothing for None."""
    return words.in_language(context["lang"]) if words is not None else ""


@register.simple_tag(takes_context=True)
def month_name(context: template.Context, code: str) -> str:
    """Say a month given as 2026-08, with its year for those who hear it out of its place."""
    return show_months([code]).in_language(context["lang"])
