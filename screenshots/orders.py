"""A service for the picture of `milvus-tui run`: a report closes the connection of its threads."""

from __future__ import annotations

import logging
import sys
import threading

from pymilvus import MilvusClient, MilvusException

log = logging.getLogger("orders")


def serve(client: MilvusClient, stop: threading.Event) -> None:
    """Count the collections until `stop` is set."""
    while not stop.wait(0.8):
        try:
            count = len(client.list_collections())
        except MilvusException as error:
            log.error("no answer: %s", error.message)
        else:
            sys.stdout.write(f"\x1b[32mok\x1b[0m    {count} collections\n")


def report(uri: str) -> None:
    """Close its client, and with it the connection that the threads share."""
    client = MilvusClient(uri)
    log.info("report: %s collections", len(client.list_collections()))
    client.close()


def main(uri: str) -> None:
    """Serve in three threads, and report once."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)-5s %(threadName)s: %(message)s")
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
    stop = threading.Event()
    for name in ("search", "prices", "cart"):
        client = MilvusClient(uri)
        threading.Thread(target=serve, args=(client, stop), name=name, daemon=True).start()
    stop.wait(3)
    report(uri)
    stop.wait()


if __name__ == "__main__":
    main(sys.argv[1])
