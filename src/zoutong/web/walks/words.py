"""Knows the words for seats, kinds of walks and what happens on them."""

from __future__ import annotations

from zoutong.kernel.words import Words
from zoutong.web.people.roles import role_words

APPLICANT = Words("申请人", "Applicant")


def seat_words(role: str) -> Words:
    """Name a seat."""
    return APPLICANT if role == "applicant" else role_words(role)
