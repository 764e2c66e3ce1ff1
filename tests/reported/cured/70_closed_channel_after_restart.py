# CURED: the release is another.
import os
import shutil
import socket
import subprocess
import tempfile
import time

from pymilvus import MilvusClient

LITE = os.environ.get("LITE", "milvus-lite")
PORT = os.environ.get("PORT3", "29535")
folder = tempfile.mkdtemp()


def server():
    child = subprocess.Popen(
        [LITE, "server", "--data-dir", folder, "--host", "127.0.0.1", "--port", PORT],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=dict(os.environ, MILVUS_TUI="0"),
    )
    while child.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", int(PORT))).close()
            break
        except OSError:
            time.sleep(0.1)
    return child


def call():
    try:
        return isinstance(client.list_collections(timeout=2), list)
    except Exception as error:
        return str(error)[:60] if "closed channel" in str(error) else type(error).__name__


child = server()
client = MilvusClient(uri=f"http://127.0.0.1:{PORT}", timeout=5)
said = [call()]
child.kill()
child.wait()
said += [call()]
child = server()
time.sleep(2)
said += [call(), call()]
print(said)
child.kill()
child.wait()
shutil.rmtree(folder, ignore_errors=True)
