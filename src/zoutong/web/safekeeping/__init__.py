"""Knows how everything that a bureau has entrusted is copied while people work, and put back after a misfortune."""
