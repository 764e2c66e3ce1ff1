"""Ends the dashboard in order when a signal arrives."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

    from milvus_tui.tui.app import MilvusTui

REPEAT_SECONDS = 2.0
"""Seconds until `SignalReceived` is raised again, where the first one had no effect."""

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class SignalReceived(BaseException):
    """Unwinds the main thread on a signal that no event loop can handle."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
        self.exit_code = 128 + number


class SignalHandlers:
    """Ends the dashboard in order at the first signal, and at once at the second."""

    def __init__(self) -> None:
        self.app: MilvusTui | None = None
        """The dashboard, while its event loop runs or is about to."""
        self._previous: dict[int, Any] = {}
        self._received = False

    def install(self) -> None:
        """Handle the signals from now on."""
        for number in SIGNALS:
            self._previous[number] = signal.signal(number, self._handle)

    def ignore(self) -> None:
        """Ignore the signals from now on: the remaining steps take a bounded time."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    def restore(self) -> None:
        """Put the previous handlers back."""
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def _raise_repeatedly(self, number: int) -> None:
        """Raise `SignalReceived` every `REPEAT_SECONDS` until `ignore()`.

        Python discards an exception of a signal handler that interrupts a finalizer or certain
        callbacks.
        """

        def again(_number: int, _frame: FrameType | None) -> None:
            raise SignalReceived(number)

        signal.signal(signal.SIGALRM, again)
        signal.setitimer(signal.ITIMER_REAL, REPEAT_SECONDS, REPEAT_SECONDS)

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        first, self._received = not self._received, True
        if self.app is None or not first:
            self._raise_repeatedly(number)
            raise SignalReceived(number)
        import asyncio  # Textual has imported it; an earlier import would delay the target's start

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise SignalReceived(number) from None
        # The handler may interrupt the loop's own code, so it only leaves a message.
        loop.call_soon_threadsafe(self.app.handle_signal, number)
