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

SWITCH = "MILVUS_TUI"
"""Environment variable. `1` watches the programs of an environment where milvus-tui is installed.
`0` keeps a program from being watched in any way."""


class ImportHook:
    """Calls `on_import` once, right after a module is imported for the first time.

    The hook is a finder of `sys.meta_path`. It gets the module's spec from the other finders and
    adds a step after the module's execution; the module's own loader still loads the module.
    """

    def __init__(self, name: str, on_import: OnImport) -> None:
        self._name = name
        self._on_import = on_import
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
        loader = spec.loader if spec is not None else None
        if hasattr(loader, "exec_module"):
            self._wrap(loader)
        return spec

    def _find_with_others(self, *args: Any) -> Optional[ModuleSpec]:
        for finder in list(sys.meta_path):
            find = getattr(finder, "find_spec", None)
            spec: Optional[ModuleSpec] = find(*args) if find and finder is not self else None
            if spec is not None:
                return spec
        return None

    def _wrap(self, loader: Any) -> None:
        execute = loader.exec_module

        def execute_and_notify(module: ModuleType) -> None:
            execute(module)
            # One loader may load many modules, such as all modules of a bundle.
            if module.__name__ == self._name and not self._done:
                self._done = True
                self._on_import(module)

        try:
            loader.exec_module = execute_and_notify
        except AttributeError:
            pass  # the loader takes no attributes: the program is not watched


def install() -> None:
    """Start the agent as soon as pymilvus is imported. A second call changes nothing.

    Some Pythons read a `.pth` file twice, and both `sitecustomize` and the `.pth` file may call.
    """
    here = ImportHook.__module__  # the same for both: this file may have been loaded twice
    if os.environ.get(SWITCH) == "0" or any(type(f).__module__ == here for f in sys.meta_path):
        return
    # atexit calls the first registered function last: after those of the program.
    atexit.register(_at_exit)
    ImportHook("pymilvus", _start_agent).install()


def _start_agent(module: ModuleType) -> None:
    """Runs in the thread of the program that has just imported pymilvus."""
    try:
        if "milvus_tui" not in sys.modules:
            import runpy

            here = os.path.dirname(os.path.abspath(__file__))
            runpy.run_path(os.path.join(here, "import_path.py"))["make_importable"]()
        from milvus_tui import agent

        agent.start_from_environment()
    except Exception as error:
        sys.stderr.write(f"milvus-tui cannot watch this process: {error}\n")


def _at_exit() -> None:
    agent: Any = sys.modules.get("milvus_tui.agent")
    if agent is not None and hasattr(agent, "finish"):
        agent.finish()
