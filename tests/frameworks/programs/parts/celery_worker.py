# mypy: ignore-errors
"""A Celery worker with a pool of processes, which ends after one task. Its broker is a folder."""

import os
import signal
import tempfile
import threading
from pathlib import Path
from typing import Any

from celery import Celery, signals

SECONDS = 20
"""Seconds that a task may take."""


def make_app() -> Celery:
    """An app whose messages and results are files in a folder of its own."""
    folder = Path(tempfile.mkdtemp())
    for name in ("messages", "results", "control"):
        (folder / name).mkdir()
    app = Celery("program", broker="filesystem://", backend=f"file://{folder / 'results'}")
    app.conf.broker_transport_options = {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.05,
    }
    app.conf.worker_hijack_root_logger = False
    return app


def run(app: Celery, task: Any, concurrency: int = 1) -> None:
    """Run the worker until it has done the task once."""

    def send() -> None:
        try:
            task.delay().get(timeout=SECONDS, interval=0.05)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)  # the worker ends when its tasks are done

    signals.worker_ready.connect(
        lambda **_: threading.Thread(target=send, daemon=True).start(), weak=False
    )
    options = ["--pool=prefork", f"--concurrency={concurrency}", "--loglevel=CRITICAL"]
    app.worker_main(["--quiet", "worker", *options, "--without-gossip", "--without-mingle"])
