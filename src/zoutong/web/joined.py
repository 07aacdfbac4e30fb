"""Knows where apps of the web meet that do not know each other: letters are drafted here from walks and from the ledger."""
