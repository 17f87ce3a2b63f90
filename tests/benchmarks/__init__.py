"""What a build, a save and a large program cost, as ratios: ``python -m tests.benchmarks``. pytest runs none of it."""
