import asyncio
import subprocess
import sys

print("before")
subprocess.run([sys.executable, "-c", "print('from the child')"])
print("between", file=sys.stderr)


async def main():
    command = "import sys; print(sys.stdin.read().upper())"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    out, _ = await process.communicate(b"through both pipes")
    print(out, process.returncode)


asyncio.run(main())
