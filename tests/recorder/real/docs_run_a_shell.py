import asyncio


async def run(command):
    process = await asyncio.create_subprocess_shell(
        command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    stdout, stderr = await process.communicate()
    print(f"[{command!r} exited with {process.returncode}]")
    print("[stdout]", stdout.decode(), "[stderr]", stderr.decode(), sep="\n")


async def main():
    await run("echo out; echo err >&2; exit 3")


asyncio.run(main())
