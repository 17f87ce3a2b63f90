import code
import sys

print("ps1" in dir(sys))
console = code.InteractiveInterpreter({"__name__": "__console__"})
console.runsource("1 / 0")
console.runsource("print(6 * 7)")
console.runsource("6 *")
sys.exit(4)
