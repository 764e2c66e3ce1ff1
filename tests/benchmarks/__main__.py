"""`python tests/benchmarks [NAME …]`: measure what the README claims.

Exit code 0 when everything could be measured, whether goals were met or not; with `--check`,
1 if one was missed; 2 for wrong usage; 3 if something could not be measured.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
if str(HERE) in map(str, sys.path):
    sys.path.remove(str(HERE))  # otherwise `import program` would find our modules
sys.path.insert(0, str(HERE.parent.parent))  # works without being installed

from tests.benchmarks import catalogue, harness  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

MISSED, UNMEASURED = 1, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return the exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    found = catalogue.all_benchmarks()
    if given.list:
        for benchmark in found.values():
            print(f"{benchmark.name:<15} {benchmark.ours}; {_goal(benchmark)}")
        return 0
    unknown = [name for name in given.names if name not in found]
    if unknown:
        parser.error(f"no benchmark {unknown[0]!r}; there are {', '.join(found)}")
    if given.pairs < harness.LEAST_PAIRS:
        parser.error(f"--pairs: at least {harness.LEAST_PAIRS}, fewer mean nothing")
    return _run([found[name] for name in given.names or found], given)


def _run(chosen: Sequence[harness.Benchmark], given: argparse.Namespace) -> int:
    environment = harness.environment()
    if not given.json:
        print("  ".join(f"{name} {value}" for name, value in environment.items()))
    results = []
    for benchmark in chosen:
        print(f"measuring {benchmark.name} …", file=sys.stderr, flush=True)
        try:
            result = harness.Result(benchmark, tuple(benchmark.measure(given.pairs)))
        except (RuntimeError, OSError, subprocess.SubprocessError) as error:
            print(f"{benchmark.name} could not be measured: {error}", file=sys.stderr)
            return UNMEASURED
        results.append(result)
        if not given.json:
            print()
            print("\n".join(harness.report(result)), flush=True)
    if given.json:
        data = {"environment": environment, "results": [result.data() for result in results]}
        print(json.dumps(data, indent=2))
    return MISSED if given.check and not all(result.met for result in results) else 0


def _goal(benchmark: harness.Benchmark) -> str:
    sign = "=" if benchmark.exact else "≤"
    if benchmark.theirs:
        return f"goal {sign} {benchmark.goal:g} × {benchmark.theirs}"
    return f"goal {sign} {benchmark.goal:g} {benchmark.unit}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python tests/benchmarks",
        description="Measure what milvus-tui claims, as ratios within one run.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="run these only")
    parser.add_argument("--list", action="store_true", help="name the benchmarks and their goals")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a goal is missed")
    parser.add_argument(
        "--pairs", type=int, default=harness.LEAST_PAIRS, metavar="N", help="pairs to measure (11)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
