"""What stands on the pages: a variant with its run and the verdict on it, and cards, lists and tables made of these.

HTML begins here. What is said of a run comes from ``words``, and what is drawn from ``picture``; who builds the site
is not known.
"""
