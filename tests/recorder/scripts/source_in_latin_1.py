# -*- coding: latin-1 -*-
"""café"""
print(__doc__, len(__doc__), "üß")
raise ValueError("ä")
