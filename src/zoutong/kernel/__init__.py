"""What every part speaks: facts, law, working days, clocks, money, words and the one error. Standard library only."""
