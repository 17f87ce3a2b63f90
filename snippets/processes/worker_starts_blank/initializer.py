import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

rates = {"EUR": 1}

def set_rates(new):
    rates.update(new)

def price(euros, currency):
    return euros * rates.get(currency, 1), currency

async def main():
    set_rates({"JPY": 160})
    print("here:", *price(20, "JPY"))

    loop = asyncio.get_running_loop()
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        1, mp_context=spawn,
        initializer=set_rates, initargs=(rates,),
    ) as pool:
        print("in the worker:", *await loop.run_in_executor(
            pool, price, 20, "JPY"))

if __name__ == "__main__":
    asyncio.run(main())
