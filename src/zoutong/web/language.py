"""Knows the language of a page: it is the first part of the address, so that a link always speaks the same language."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

LANGUAGES = ("zh", "en")
HTML_NAMES = {"zh": "zh-CN", "en": "en"}


def language_of(request: HttpRequest) -> str:
    """Give the language of an address; at an address without one, what the browser asks for, Chinese when in doubt."""
    first = request.path.split("/")[1]
    if first in LANGUAGES:
        return first
    asked = request.headers.get("Accept-Language", "").strip().lower()
    return "en" if asked.startswith("en") else "zh"


def page(request: HttpRequest) -> dict[str, object]:
    """Give every template its language, and the same place in the other one."""
    language = language_of(request)
    other = "en" if language == "zh" else "zh"
    rest = request.get_full_path().removeprefix(f"/{language}/") if request.path.startswith(f"/{language}/") else ""
    return {
        "lang": language,
        "html_lang": HTML_NAMES[language],
        "other_lang": other,
        "other_html_lang": HTML_NAMES[other],
        "other_url": f"/{other}/{rest}",
        "home": f"/{language}/",
        "hotline": settings.ZOUTONG_HOTLINE,
        "district": settings.ZOUTONG_DISTRICT if language == "zh" else settings.ZOUTONG_DISTRICT_EN,
    }
