"""Which examples there are, and what is known of them: labels, ids, goldens, releases, names of Python that they use.

Nothing here runs a program.
"""
