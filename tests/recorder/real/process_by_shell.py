import os

print("status", os.waitstatus_to_exitcode(os.system("echo from the shell; exit 4")))
print(os.popen("echo read back").read(), end="")
