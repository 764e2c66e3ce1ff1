"""All benchmarks by name."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.harness import Benchmark

NAMES = (
    "first-frame",
    "first-key",
    "one-change",
    "probe",
    "calls-per-tick",
    "tick-cpu",
    "memory",
    "mass-close",
    "program",
    "creation",
    "short-lived",
    "client-call",
    "failed-call",
    "orm-call",
)


def all_benchmarks() -> dict[str, Benchmark]:
    """The `BENCHMARK` of each module, in the order of the report."""
    found = {}
    for name in NAMES:
        module = import_module(f"tests.benchmarks.{name.replace('-', '_')}")
        benchmark: Benchmark = module.BENCHMARK
        found[benchmark.name] = benchmark
    return found


def modules() -> set[str]:
    """The names of all modules in this folder that define a `BENCHMARK`."""
    here = Path(__file__).parent
    return {path.stem for path in here.glob("*.py") if "\nBENCHMARK = " in path.read_text()}
