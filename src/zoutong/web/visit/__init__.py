"""Knows the visitor's side of a case: handing in, where it is, adding a paper, withdrawing, rating."""
