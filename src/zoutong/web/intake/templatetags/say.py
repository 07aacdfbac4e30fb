"""Knows how a template says a sentence of the catalogue, or the words of a pack, in the language of the page."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

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
def month_label(context: template.Context, code: str) -> SafeString:
    """Say a month given as 2026-08; its year, which stands above, only to those who hear it."""
    whole = show_months([code]).in_language(context["lang"])
    year = code[:4]
    if context["lang"] == "zh":
        return format_html('<span class="govuk-visually-hidden">{}年</span>{}', year, whole.removeprefix(f"{year}年"))
    return format_html('{}<span class="govuk-visually-hidden"> {}</span>', whole.removesuffix(f" {year}"), year)
