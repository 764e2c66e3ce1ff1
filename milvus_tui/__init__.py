"""milvus-tui: a terminal dashboard for the live Milvus connections of a Python process.

This module stays empty but for the version: it is imported in the target, whose
interpreter may be Python 3.8 and have nothing of ours installed.
"""

__version__ = "0.1.0"
