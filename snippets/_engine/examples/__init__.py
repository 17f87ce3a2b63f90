"""Which examples there are: labels, ids, releases, the names of Python that they use. Nothing here runs a program."""
