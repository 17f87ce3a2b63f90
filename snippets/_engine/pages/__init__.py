"""What stands on the pages: a variant with its run and the verdict on it, and cards, lists and tables made of these.

HTML begins here. What is said of a run comes from ``words``, and what is drawn from ``picture``. Nothing of MkDocs is
imported; ``folder`` alone starts it, to build the site once more, and ``address`` reads what ``mkdocs.yml`` says.
"""
