# TRUTH: kubeflow/docs-agent#82. A coroutine calls the ORM, which is synchronous: while the server takes half a second for an answer, all other requests of the event loop stand still. Cure: asyncio.to_thread(), or AsyncMilvusClient.
import asyncio
import os
import socket
import threading
import time

from pymilvus import connections, utility


def slow_server(port):
    """A relay that brings each answer half a second late."""
    listener = socket.create_server(("127.0.0.1", 0))

    def pump(source, sink, delay):
        while data := source.recv(65536):
            time.sleep(delay)
            sink.sendall(data)

    def accept():
        near, _ = listener.accept()
        far = socket.create_connection(("127.0.0.1", int(port)))
        threading.Thread(target=pump, args=(near, far, 0), daemon=True).start()
        threading.Thread(target=pump, args=(far, near, 0.5), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def execute_tool(name):
    return utility.has_collection(name)


async def chat():
    return execute_tool("docs")


async def main():
    beats = [time.monotonic()]

    async def heartbeat():
        while True:
            await asyncio.sleep(0.02)
            beats.append(time.monotonic())

    pulse = asyncio.create_task(heartbeat())
    await asyncio.sleep(0.1)
    await asyncio.gather(*(chat() for _ in range(3)))
    await asyncio.sleep(0.1)
    pulse.cancel()
    print("stood still:", max(b - a for a, b in zip(beats, beats[1:])) > 0.3)


connections.connect("default", host="127.0.0.1", port=slow_server(os.environ.get("PORT", "29530")))
asyncio.run(main())
connections.disconnect("default")
