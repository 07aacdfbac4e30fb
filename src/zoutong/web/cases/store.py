"""Knows the only door of the store: how a case is opened, acted on, read, looked into, listed, searched, proved and erased."""

from zoutong.web.cases.acting import act, note_refusal, open_case
from zoutong.web.cases.drafts import draft, revise_draft
from zoutong.web.cases.erasing import erase
from zoutong.web.cases.looking import look
from zoutong.web.cases.papers import Filed, PaperView, papers
from zoutong.web.cases.reading import events, load
from zoutong.web.cases.searching import search
from zoutong.web.cases.shapes import Board, Breach, Case, Counts, Filters, Found, Line, Load, Page
from zoutong.web.cases.verifying import verify
from zoutong.web.cases.worklists import board, counts, worklist

__all__ = [
    "Board", "Breach", "Case", "Counts", "Filed", "Filters", "Found", "Line", "Load", "Page", "PaperView",
    "act", "board", "counts", "draft", "erase", "events", "load", "look", "note_refusal", "open_case", "papers",
    "revise_draft", "search", "verify", "worklist",
]  # fmt: skip
