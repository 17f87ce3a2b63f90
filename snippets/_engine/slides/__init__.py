"""Decks: the run of one program, or of two side by side, as steps of 1280 by 720.

What is said of a run comes from ``words``, and what is drawn from ``picture``.
"""
