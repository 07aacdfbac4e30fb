"""Knows a district for a first look: invented people, and some hundreds of cases that they worked on; never where real people are served."""
