# CURED: all requests use one client.
import os
import threading
import time
from pymilvus import MilvusClient

URI = f"http://127.0.0.1:{os.environ.get('PORT', '29530')}"
sessions = {}
client = MilvusClient(uri=URI, timeout=4)


def threads_and_files():
    return len(os.listdir("/proc/self/task")), len(os.listdir("/proc/self/fd"))


def handle(number):
    sessions[number] = client
    return sessions[number].has_collection("docs")


handle(0)
before = threads_and_files()
for number in range(1, int(os.environ.get("REQUESTS", "60"))):
    handle(number)
time.sleep(1.5)
after = threads_and_files()
if os.environ.get("SHOW"):
    print("tasks", before[0], after[0], "fds", before[1], after[1])
print("requests", len(sessions))
