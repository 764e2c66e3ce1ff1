"""Waits at the door of a program until it imports pymilvus, and costs nothing until then.

Loaded by its path when an interpreter starts (`bootstrap/sitecustomize.py`), or imported where
milvus-tui is installed (`milvus_tui.pth`): so it imports nothing that a bare interpreter has
not imported already, not even `typing`.
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

    Then = Callable[[ModuleType], None]

SWITCH = "MILVUS_TUI"
"""Environment variable: `1` watches programs in whose environment milvus-tui is installed, `0`
keeps a program from being watched, whatever started it."""


class AfterImport:
    """Calls `then` once, right after a module was imported for the first time.

    It asks the other finders for the module's spec, and adds a step behind its execution; the
    module itself is loaded by its own loader, as without us.
    """

    def __init__(self, name: str, then: Then) -> None:
        self._name = name
        self._then = then
        self._done = False
        self._asking: Set[int] = set()

    def install(self) -> None:
        sys.meta_path.insert(0, self)

    def remove(self) -> None:
        """Nothing is called from now on. It stays among the finders, and finds nothing:
        taking it out could make an import that is under way in another thread skip the next.
        """
        self._done = True

    def find_spec(
        self,
        name: str,
        path: Optional[Sequence[str]] = None,
        target: Optional[ModuleType] = None,
    ) -> Optional[ModuleSpec]:
        """The module's own spec; None for every other module."""
        if name != self._name or self._done or get_ident() in self._asking:
            return None
        self._asking.add(get_ident())
        try:
            spec = self._ask_others(name, path, target)
        finally:
            self._asking.discard(get_ident())
        loader = spec.loader if spec is not None else None
        if hasattr(loader, "exec_module"):
            self._follow(loader)
        return spec

    def _ask_others(self, *asked: Any) -> Optional[ModuleSpec]:
        for finder in list(sys.meta_path):
            find = getattr(finder, "find_spec", None)
            spec: Optional[ModuleSpec] = find(*asked) if find and finder is not self else None
            if spec is not None:
                return spec
        return None

    def _follow(self, loader: Any) -> None:
        execute = loader.exec_module

        def execute_and_tell(module: ModuleType) -> None:
            execute(module)
            # One loader may load many modules, such as one for all that a bundle holds.
            if module.__name__ == self._name and not self._done:
                self._done = True
                self._then(module)

        try:
            loader.exec_module = execute_and_tell
        except AttributeError:
            pass  # it takes no attributes: the program is not watched


def arm() -> None:
    """Have the agent come in as soon as pymilvus is imported. A second call changes nothing:
    some Pythons read a `.pth` twice, and both doors may be open.
    """
    here = AfterImport.__module__  # this file may have been loaded twice
    if os.environ.get(SWITCH) == "0" or any(type(f).__module__ == here for f in sys.meta_path):
        return
    # The first to be registered is the last to run: after the program's own.
    atexit.register(_at_exit)
    AfterImport("pymilvus", _come_in).install()


def _come_in(module: ModuleType) -> None:
    """pymilvus has just been imported, in the program's own thread."""
    try:
        if "milvus_tui" not in sys.modules:
            import runpy

            agent = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
            path = os.path.join(agent, "watch", "import_path.py")
            runpy.run_path(path)["bring_ourselves"]()
        from milvus_tui import agent as ours

        ours.start_from_environment()
    except Exception as error:
        sys.stderr.write(f"milvus-tui cannot watch this process: {error}\n")


def _at_exit() -> None:
    ours: Any = sys.modules.get("milvus_tui.agent")
    if ours is not None and hasattr(ours, "finish"):
        ours.finish()
