"""Knows Django: the pages that people see."""
