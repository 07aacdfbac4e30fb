"""Knows the official letters of the bureau: drafted from walks and the ledger, numbered, signed off in order, handed out as docx."""
