import asyncio
import contextlib
import io
import logging
import sys


async def main():
    kept = io.StringIO()
    with contextlib.redirect_stdout(kept), contextlib.redirect_stderr(sys.__stdout__):
        print("not shown yet")
        await asyncio.sleep(0.1)
        print("an error on stdout", file=sys.stderr)
        logging.getLogger("asyncio").error("logged on stdout")
    print("kept:", repr(kept.getvalue()))


asyncio.run(main())


class Tee:
    def write(self, text):
        sys.__stdout__.write(text.upper())
        return len(text)

    def flush(self):
        sys.__stdout__.flush()


sys.stdout = Tee()
print("in capitals", sys.__stdout__.name)
sys.stdout = None
print("nowhere")
del sys.stdout
print("lost")
