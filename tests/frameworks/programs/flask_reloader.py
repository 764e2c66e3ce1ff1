# mypy: ignore-errors
"""Flask's reloader imports the module twice: each process makes a client, which a server allows.

on: 2.6.6
note: unclosed client
"""

import os
import signal
import socket
import sys
import threading

from flask import Flask
from parts.flask_server import get
from pymilvus import MilvusClient

app = Flask(__name__)
client = MilvusClient(sys.argv[1])


@app.get("/")
def names() -> list[str]:
    return list(client.list_collections())


def ask_and_end() -> None:
    with socket.socket(fileno=os.dup(int(os.environ["WERKZEUG_SERVER_FD"]))) as listener:
        port = listener.getsockname()[1]
    sys.stdout.write(f"{get(port, '/')}\n")
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGINT)


if __name__ == "__main__":
    if os.environ.get("WERKZEUG_RUN_MAIN"):
        threading.Thread(target=ask_and_end, daemon=True).start()
    app.run(port=0, debug=True)
