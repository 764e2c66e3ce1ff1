# CURED: nothing ends the embedded server.
import os
import signal
import subprocess
import tempfile
import time
from pymilvus import MilvusClient

path = os.path.join(tempfile.mkdtemp(), "mem.db")
client = MilvusClient(path)
print("before:", client.list_collections())
time.sleep(3)
idle = float(os.environ.get("IDLE", "0"))
if idle:
    time.sleep(idle)
else:
    for line in subprocess.run(["ps", "-o", "pid,args", "--ppid", str(os.getpid())], capture_output=True, text=True).stdout.splitlines():
        if "milvus" in line and "ps " not in line:
            print("server left")
time.sleep(1)
start = time.time()
try:
    print("after:", client.list_collections(timeout=6))
except Exception as error:
    print("after:", type(error).__name__, str(error).replace(path, "PATH")[-75:])
