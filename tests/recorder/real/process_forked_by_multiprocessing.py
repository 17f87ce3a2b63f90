import multiprocessing

print("in the parent")
process = multiprocessing.get_context("fork").Process(target=print, args=("in the child",), kwargs={"flush": True})
process.start()
process.join()
print("exit code", process.exitcode)
