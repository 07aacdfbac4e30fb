"""Knows where apps of the web meet that do not know each other: letters are drafted here from walks and from the ledger."""

from __future__ import annotations

from zoutong.web.ledger.drafts import chase_letter, circular, minutes, rectify_notice, special_plan, three_lists

__all__ = ["chase_letter", "circular", "minutes", "rectify_notice", "special_plan", "three_lists"]
