"""What `milvus-tui run` and `check` put first on PYTHONPATH: lets the agent into a program.

Whichever Python a program starts comes by here, from 2.7 on, so this file keeps to what all of
them understand; the agent itself needs 3.8. It takes its own directory off the import path
again, waits for pymilvus, and lets the `sitecustomize` come that would have come without us.
"""

import os
import sys

# Kept until the end of this file: Python 2 empties a module that nobody holds.
_ourselves = sys.modules.pop("sitecustomize", None)


def _leave_path():
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if entry != here]
    sys.path_importer_cache.pop(here, None)


def _arm():
    if sys.version_info < (3, 8):
        return
    from _frozen_importlib_external import SourceFileLoader

    name = "milvus_tui.agent.watch.import_hook"
    watch = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    door = type(sys)(name)
    door.__file__ = os.path.join(watch, "import_hook.py")
    exec(SourceFileLoader(name, door.__file__).get_code(name), door.__dict__)
    door.arm()


_leave_path()
try:
    _arm()
except Exception:
    sys.stderr.write("milvus-tui cannot watch this process: %s\n" % sys.exc_info()[1])

# The next one, if there is one; what it raises, or that there is none, is for `site` to say.
import sitecustomize  # noqa: E402, F401
