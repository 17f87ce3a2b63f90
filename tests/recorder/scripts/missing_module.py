import asyncio

print("before", asyncio.__name__)
import no_such_module_anywhere  # noqa: E402
