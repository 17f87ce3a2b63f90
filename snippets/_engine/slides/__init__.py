"""Decks: the run of one program, or of two side by side, as steps of 1280 by 720."""
