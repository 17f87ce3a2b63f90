"""A story in English: all that is said of a run, on its picture too, in marks that are neither HTML nor SVG."""
