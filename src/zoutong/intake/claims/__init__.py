"""Knows how people say what happened to them at work, and to which claims and which door their words point."""

from zoutong.intake.claims.lexicon import Lexicon
from zoutong.intake.claims.reading import ClaimReading, read_claims
from zoutong.intake.claims.routes import advise_route

__all__ = ["ClaimReading", "Lexicon", "advise_route", "read_claims"]
