"""Watched programs: `programs.py NAME URI` runs the function of that name."""

from __future__ import annotations

import atexit
import concurrent.futures
import multiprocessing
import os
import subprocess
import sys
import time
from typing import Any


def client(uri: str) -> Any:
    from pymilvus import MilvusClient

    return MilvusClient(uri)


def flush() -> None:
    """Wait until the agent has sent all rows: a killed process sends nothing more."""
    from milvus_tui import agent

    watch: Any = agent._watcher
    assert watch._agent.wait_until_processed(60)
    watch._server.drain(60)


def short(uri: str) -> None:
    client(uri).close()


def exits(uri: str) -> None:
    client(uri)
    sys.exit(3)


def raises(uri: str) -> None:
    client(uri)
    raise RuntimeError("raised by the program")


def killed(uri: str) -> None:
    new = client(uri)
    new.list_collections()
    print("created", flush=True)
    time.sleep(60)


def last(uri: str) -> None:
    """Creates a client in the last function that runs."""
    atexit.register(lambda: client(uri))
    import pymilvus  # noqa: F401


def many(uri: str) -> None:
    kept = [client(uri) for _ in range(3_000)]
    print(len(kept))


def none(uri: str) -> None:
    import pymilvus

    print(pymilvus.__name__)


def work(uri: str) -> int:
    new = client(uri)
    new.list_collections()
    new.close()
    return os.getpid()


def workers(uri: str, method: str) -> None:
    context: Any = multiprocessing.get_context(method)
    running = [context.Process(target=work, args=(uri,), name=f"worker-{n}") for n in range(2)]
    for process in running:
        process.start()
    for process in running:
        process.join()
    print([process.exitcode for process in running])


def fork(uri: str) -> None:
    workers(uri, "fork")


def spawn(uri: str) -> None:
    workers(uri, "spawn")


def forkserver(uri: str) -> None:
    workers(uri, "forkserver")


def pool(uri: str) -> None:
    context = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as executor:
        print(len(list(executor.map(work, [uri] * 4))))


def forks(uri: str) -> None:
    """With `os.fork()`, as daemons and prefork servers do."""
    import pymilvus  # noqa: F401

    if os.fork() == 0:
        work(uri)
        flush()
        os._exit(0)
    child = os.fork()
    if child == 0:
        os._exit(0)  # does not use pymilvus
    for _ in range(2):
        os.wait()
    print("forked")


def subprocesses(uri: str) -> None:
    """Forks that are followed by exec; hooks run between the two."""
    import pymilvus  # noqa: F401

    done = subprocess.run(["true"], preexec_fn=lambda: os.nice(0), check=False)
    again = [sys.executable, __file__, "short", uri]
    code = subprocess.run(again, check=False).returncode
    print(done.returncode, code)


def create_and_wait(uri: str, pipe: Any) -> None:
    new = client(uri)
    listed = new.list_collections()
    flush()
    pipe.send(listed)
    time.sleep(60)


def worker_killed(uri: str) -> None:
    """As uvicorn's workers: ended by SIGTERM."""
    context: Any = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=create_and_wait, args=(uri, theirs))
    process.start()
    ours.recv()
    process.terminate()
    process.join()
    print(process.exitcode)


def outlives(uri: str) -> None:
    """Leaves a process behind that prints a line after the end of this one."""
    print("first", flush=True)
    later = 'while kill -0 "$1" 2>/dev/null; do sleep 0.1; done; echo later'
    subprocess.Popen(["sh", "-c", later, "sh", str(os.getpid())])


if __name__ == "__main__":
    globals()[sys.argv[1]](sys.argv[2])
