import subprocess
import sys

code = "import subprocess, sys; print('child', flush=True); subprocess.run([sys.executable, '-c', 'print(\"grandchild\")'])"
for _ in range(2):
    print("parent")
    print(subprocess.run([sys.executable, "-c", code]).returncode, file=sys.stderr)
