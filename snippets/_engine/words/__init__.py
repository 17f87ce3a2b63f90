"""A story in English: every sentence that is said of a run. No HTML."""
