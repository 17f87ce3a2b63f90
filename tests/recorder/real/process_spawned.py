import multiprocessing


def work(number):
    print("in the child", number)


if __name__ == "__main__":
    process = multiprocessing.get_context("spawn").Process(target=work, args=(3,))
    process.start()
    process.join()
    print("exit code", process.exitcode)
