"""What is measured, each beside its peer in the same run: ``python3 start.py bench [part …]``."""
