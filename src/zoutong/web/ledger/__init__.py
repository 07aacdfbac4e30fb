"""Knows the ledger as pages: items and their way to the end, candidates, digests, plans, and what the public sees."""
