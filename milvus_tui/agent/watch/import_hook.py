"""Starts the agent when a program imports pymilvus, and costs almost nothing before.

`bootstrap/sitecustomize.py` loads this file by its path when an interpreter starts;
`milvus_tui.pth` imports it where milvus-tui is installed. So this module imports only what a bare
interpreter has imported already, not even `typing`.
"""

from __future__ import annotations

import atexit
import os
import sys
from _thread import get_ident

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any, Callable, Optional, Sequence, Set

    OnImport = Callable[[ModuleType], None]
    OnFailure = Callable[[str], None]

SWITCH = "MILVUS_TUI"
"""Environment variable. `1` watches the programs of an environment where milvus-tui is installed.
`0` keeps a program from being watched in any way."""


class ImportHook:
    """Calls `on_import` once, right after a module is imported for the first time.

    The hook is a finder of `sys.meta_path`. It gets the module's spec from the other finders, and
    learns from the spec when the import ends. The module's own loader loads the module, and no code
    of ours runs meanwhile: an exception of the import has no frame of ours in its traceback.

    Args:
        name: the module.
        on_import: gets the module, in the thread that imported it.
        on_failure: gets the name of the class of an exception that ended the import.
    """

    def __init__(self, name: str, on_import: OnImport, on_failure: OnFailure) -> None:
        self._name = name
        self._on_import = on_import
        self._on_failure = on_failure
        self._done = False
        self._searching_threads: Set[int] = set()

    def install(self) -> None:
        sys.meta_path.insert(0, self)

    def remove(self) -> None:
        """Call nothing from now on.

        The hook stays in `sys.meta_path` and finds nothing: removing an entry could make an
        import in another thread skip the next finder.
        """
        self._done = True

    def find_spec(
        self,
        name: str,
        path: Optional[Sequence[str]] = None,
        target: Optional[ModuleType] = None,
    ) -> Optional[ModuleSpec]:
        """The module's spec from the other finders; None for every other module."""
        if name != self._name or self._done or get_ident() in self._searching_threads:
            return None
        self._searching_threads.add(get_ident())
        try:
            spec = self._find_with_others(name, path, target)
        finally:
            self._searching_threads.discard(get_ident())
        if spec is not None:
            try:
                _notify_at_end(spec, self._ended)
            except TypeError:
                pass  # a spec of a class of its own: the program is not watched
        return spec

    def _find_with_others(self, *args: Any) -> Optional[ModuleSpec]:
        for finder in list(sys.meta_path):
            find = getattr(finder, "find_spec", None)
            spec: Optional[ModuleSpec] = find(*args) if find and finder is not self else None
            if spec is not None:
                return spec
        return None

    def _ended(self) -> None:
        """The import has ended, well or not."""
        module = sys.modules.get(self._name)
        if self._done:
            return
        if module is not None:
            self._done = True
            self._on_import(module)
        else:
            error = sys.exc_info()[0]
            self._on_failure(error.__name__ if error is not None else "an unknown error")


def _notify_at_end(spec: Any, ended: Callable[[], None]) -> None:
    """Have `ended` called when the import of a spec's module has ended.

    The import system sets `_initializing` to False then, in every release of Python.

    Raises:
        TypeError: the spec's class cannot be changed.
    """
    plain = type(spec)

    def is_initializing(self: Any) -> bool:
        return bool(vars(self).get("_initializing"))

    def set_initializing(self: Any, value: bool) -> None:
        vars(self)["_initializing"] = value
        if not value:
            self.__class__ = plain
            self._initializing = value
            ended()

    members = {"_initializing": property(is_initializing, set_initializing)}
    spec.__class__ = type(plain.__name__, (plain,), members)


def install() -> None:
    """Start the agent as soon as pymilvus is imported. A second call changes nothing.

    Some Pythons read a `.pth` file twice, and both `sitecustomize` and the `.pth` file may call.
    """
    here = ImportHook.__module__  # the same for both: this file may have been loaded twice
    if os.environ.get(SWITCH) == "0" or any(type(f).__module__ == here for f in sys.meta_path):
        return
    # atexit calls the first registered function last: after those of the program.
    atexit.register(_at_exit)
    ImportHook("pymilvus", _start_agent, _report_failure).install()


def _start_agent(module: ModuleType) -> None:
    """Runs in the thread of the program that has just imported pymilvus."""
    try:
        _agent().start_from_environment()
    except Exception as error:
        sys.stderr.write(f"milvus-tui cannot watch this process: {error}\n")


def _report_failure(error: str) -> None:
    """Runs in the thread of the program whose import of pymilvus has just failed."""
    try:
        _agent().report_failed_import(error)
    except Exception:
        return  # the program has an error of its own to report


def _agent() -> Any:
    if "milvus_tui" not in sys.modules:
        import runpy

        here = os.path.dirname(os.path.abspath(__file__))
        runpy.run_path(os.path.join(here, "import_path.py"))["make_importable"]()
    from milvus_tui import agent

    return agent


def _at_exit() -> None:
    agent: Any = sys.modules.get("milvus_tui.agent")
    if agent is not None and hasattr(agent, "finish"):
        agent.finish()
