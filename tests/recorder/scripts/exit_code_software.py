import os
import sys

print("an exit status that sysexits.h has a name for:", os.EX_SOFTWARE)
sys.exit(os.EX_SOFTWARE)
