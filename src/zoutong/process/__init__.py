"""Knows processes: the part of BPMN that runs, token by token."""
