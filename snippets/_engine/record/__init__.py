"""What one run left behind: plain data with a documented JSON form, put together from the recorder's reports.

Nothing here is a sentence but the reason for which a program was ended, in the words of whoever ended it. No HTML; it
imports nothing of the other packages.
"""
