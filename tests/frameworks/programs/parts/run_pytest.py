# mypy: ignore-errors
"""Runs the tests of a program with pytest. Called as `python run_pytest.py PROGRAM URI`."""

import os
import sys

import pytest

os.environ["MILVUS_URI"] = sys.argv[2]
OPTIONS = ("-qq", "--tb=no", "-p", "no:cacheprovider", "--noconftest", "-c", os.devnull)
sys.exit(pytest.main([*OPTIONS, "-o", "asyncio_mode=auto", sys.argv[1]]))
