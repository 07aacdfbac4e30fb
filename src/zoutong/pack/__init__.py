"""Knows content packs: loading, checking, comparing, and parameters by place and date."""
