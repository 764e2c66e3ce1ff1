# CURED: each child makes a client of its own.
import os
import sys
import time
from pymilvus import MilvusClient

children = []
for number in range(2):
    pid = os.fork()
    if pid == 0:
        try:
            client = MilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}")
            client.has_collection("docs", timeout=4)
            client.close()
            code = 0
        except Exception:
            code = 3
        sys.exit(code)
    children.append(pid)
end = time.time() + 9
codes = []
for pid in children:
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done or time.time() > end:
            break
        time.sleep(0.05)
    if not done:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
    codes.append("ended" if done else "hung")
print(codes)
