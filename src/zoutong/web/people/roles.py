"""Knows the roles of the house, in both languages."""

from __future__ import annotations

from zoutong.kernel.words import Words

ROLES: dict[str, Words] = {
    "receptionist": Words("接待岗", "Receptionist"),
    "guide": Words("引导岗", "Guide"),
    "router": Words("分流岗", "Router"),
    "inspector": Words("监察岗", "Inspector"),
    "mediator": Words("调解岗", "Mediator"),
    "arbitrator": Words("仲裁岗", "Arbitrator"),
    "duty_chief": Words("值班长", "Duty chief"),
    "liaison": Words("外部联络岗", "Liaison"),
    "supervisor": Words("分管督办", "Supervisor"),
    "leader": Words("局长", "Director"),
    "records": Words("档案岗", "Records"),
    "admin": Words("系统管理员", "Administrator"),
}
"""What a person of the house can be. The applicant is no role here: she has no account, and reaches her own case by a secret link."""

ANYONE = "anyone"
"""The column of the access table for whoever is not signed in."""


def role_words(code: str) -> Words:
    """Give the name of a role; the code itself for one that an older record names and the house no longer has."""
    return ROLES.get(code, Words(code, code))


SEATLESS = "seatless"
"""The column for whoever is signed in and holds no role today."""
