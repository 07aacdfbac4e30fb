"""Knows the page that says in one sentence why something of the desk cannot be shown or done, and where to go on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zoutong.kernel.error import Fault


def sentence(fault: Fault, lang: str) -> str:
    """Give what is wrong and what to do about it."""
    cure = fault.cure.in_language(lang) if fault.cure else ""
    gap = "" if lang == "zh" or not cure else " "
    return f"{fault.what.in_language(lang)}{gap}{cure}"


def sorry(request: HttpRequest, lang: str, fault: Fault) -> HttpResponse:
    """Say why it cannot be: 404 for what is not there, else 403."""
    status = 404 if fault.code == "case.absent" else 403
    return render(request, "desk/sorry.html", {"text": sentence(fault, lang)}, status=status)
