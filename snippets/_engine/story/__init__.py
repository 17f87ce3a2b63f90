"""All that one run tells, read from its record and the program's text, as data. No sentence and no drawing."""
