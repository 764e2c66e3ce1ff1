# CURED: the server stays up.
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pymilvus import MilvusClient

LITE = os.environ.get("LITE", "milvus-lite")
PORT = os.environ.get("PORT3", "29533")
folder = tempfile.mkdtemp()


def server():
    child = subprocess.Popen([LITE, "server", "--data-dir", folder, "--host", "127.0.0.1", "--port", PORT],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ, MILVUS_TUI="0"))
    time.sleep(5)
    return child


child = server()
client = MilvusClient(uri=f"http://127.0.0.1:{PORT}")
said = ["up" if isinstance(client.list_collections(), list) else "?"]
for _ in range(2):
    client.list_collections(timeout=2)
    said.append("up")
for _ in range(3):
    try:
        client.list_collections(timeout=5)
        said.append("up")
    except Exception as error:
        said.append("down")
print(said)
client.close()
child.kill()
child.wait()
shutil.rmtree(folder, ignore_errors=True)
