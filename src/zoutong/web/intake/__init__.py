"""The public pages: a person tells what happened, corrects what was understood, answers few questions, and gets the answer."""
