import time


class Stopwatch:
    clock = time.perf_counter
    rest = time.sleep

    def measure(self):
        began = self.clock()
        self.rest(0.2)
        return round(self.clock() - began, 1)


print(Stopwatch().measure())
