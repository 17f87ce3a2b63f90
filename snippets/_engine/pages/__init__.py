"""What stands on the pages: a variant with its run and the verdict on it, and cards, lists and tables made of these."""
