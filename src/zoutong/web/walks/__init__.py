"""Knows the walks of leaders and rehearsals on the live screens: plan, seats, swapping, and the record of both sides."""
