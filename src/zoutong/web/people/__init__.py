"""Knows the people of the bureau: their accounts, units and roles, how they sign in, and which pages each role may open."""
