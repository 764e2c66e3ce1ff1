"""Tells when a module has been imported, whenever that is."""

from __future__ import annotations

import importlib.util
import sys
import threading
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Callable, Optional, Sequence

Then = Callable[[ModuleType], None]


class AfterImport(MetaPathFinder):
    """Calls `then` once, right after a module was imported for the first time.

    It asks the other finders for the module's spec, and adds a step behind its execution; the
    module itself is loaded by its own loader, as without us.
    """

    def __init__(self, name: str, then: Then) -> None:
        self._name = name
        self._then = then
        self._asking = threading.local()

    def install(self) -> None:
        sys.meta_path.insert(0, self)

    def remove(self) -> None:
        if self in sys.meta_path:
            sys.meta_path.remove(self)

    def find_spec(
        self, name: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None
    ) -> Optional[ModuleSpec]:
        """The module's own spec; None for every other module."""
        if name != self._name or getattr(self._asking, "now", False):
            return None
        self._asking.now = True
        try:
            spec = importlib.util.find_spec(name)
        finally:
            self._asking.now = False
        loader: Any = spec.loader if spec is not None else None
        if loader is not None and hasattr(loader, "exec_module"):
            execute = loader.exec_module

            def execute_and_tell(module: ModuleType) -> None:
                execute(module)
                self.remove()
                self._then(module)

            loader.exec_module = execute_and_tell
        return spec
