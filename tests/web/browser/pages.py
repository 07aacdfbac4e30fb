"""Knows which test of this folder looks at which page with axe, at both widths and in both languages; a page in none of them is a gap."""

from __future__ import annotations

from collections.abc import Mapping

LOOKED: Mapping[str, frozenset[str]] = {
    "test_axe_finds_nothing_on_any_page": frozenset(
        f"intake:{name}"
        for name in (
            "start", "statement", "understood", "claims", "question", "check", "result", "form", "erased", "privacy", "accessibility",
        )
    ),
    "test_axe_finds_nothing_and_no_page_scrolls_sideways": frozenset(
        f"people:{name}"
        for name in (
            "sign_in", "second_factor", "enrol", "me", "password", "accounts", "account_new", "account", "units", "access", "journal",
        )
    ),
    "test_axe_finds_nothing_on_any_page_of_the_desk": frozenset(
        f"desk:{name}"
        for name in (
            "today", "queue", "slip", "hall", "reception", "work", "search", "exports", "case", "receipt", "notice", "board", "keys",
        )
    ),
    "test_axe_finds_nothing_on_any_page_of_the_ledger": frozenset(
        f"ledger:{name}" for name in ("all", "one", "new", "candidates", "digest", "lists", "plans", "plan", "walked")
    ),
    "test_axe_finds_nothing_on_walks_and_letters": frozenset(
        (*(f"walks:{name}" for name in ("all", "plan", "yield", "one", "join")), *(f"letters:{name}" for name in ("all", "new", "one")))
    ),
    "test_axe_finds_nothing_on_the_recorder": frozenset(f"recorder:{name}" for name in ("all", "page", "touchpoints")),
    "test_axe_finds_nothing_on_the_visitors_own_pages": frozenset(f"visit:{name}" for name in ("hand_in", "case", "withdraw", "rate")),
}  # fmt: skip
NO_PAGES = frozenset(("front", "healthz", "robots"))
"""Addresses that answer with something else than a page of ours."""
