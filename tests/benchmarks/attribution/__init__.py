"""Who claims what, measured: `python -m tests.benchmarks.attribution FOLDER`."""
