"""Benchmarks: `python tests/benchmarks`. Each module measures one claim of the README."""
