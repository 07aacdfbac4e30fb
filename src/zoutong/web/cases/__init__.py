"""Knows how walks are kept: one transaction for each act, an unbroken chain of events, personal data apart and encrypted."""
