"""Knows the walk recorder: a phone page on which whoever walks taps what she meets, with or without a signal."""
