"""Installs the import hook of milvus-tui: `milvus-tui run` and `check` put it on PYTHONPATH.

Every Python that a program starts imports this file, from 2.7 on. So the file keeps to syntax
that all of them understand; the agent itself needs 3.8. The file removes its directory from the
import path, installs the hook, and imports the `sitecustomize` that Python would have imported
without milvus-tui.
"""

import os
import sys

# A reference until the end of this file: Python 2 empties a module without references.
_this_module = sys.modules.pop("sitecustomize", None)


def _leave_path():
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if entry != here]
    sys.path_importer_cache.pop(here, None)


def _install_hook():
    if sys.version_info < (3, 8):
        return
    from _frozen_importlib_external import SourceFileLoader

    name = "milvus_tui.agent.watch.import_hook"
    watch = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    hook = type(sys)(name)
    hook.__file__ = os.path.join(watch, "import_hook.py")
    exec(SourceFileLoader(name, hook.__file__).get_code(name), hook.__dict__)
    hook.install()


_leave_path()
try:
    _install_hook()
except Exception:
    sys.stderr.write("milvus-tui cannot watch this process: %s\n" % sys.exc_info()[1])

# The next sitecustomize. `site` handles its errors, and the error that there is none.
import sitecustomize  # noqa: E402, F401
