# CURED: the program connects the alias before its threads start, and disconnects it when all have ended.
import os
import threading
import time
from pymilvus import connections, utility

PORT = os.environ.get("PORT", "29530")
results = []


def job(number):
    try:
        for _ in range(3):
            utility.has_collection("docs")
            time.sleep(0.02 * number)
        results.append("ok")
    except Exception as error:
        results.append(str(error)[-60:])


connections.connect(alias="default", host="127.0.0.1", port=PORT)
threads = [threading.Thread(target=job, args=(n,), name=f"load-{n}") for n in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
connections.disconnect("default")
bad = [r for r in results if r != "ok"]
print("some failed:", bool(bad))
print(sorted(set(bad))[:1] if os.environ.get("SHOW") else "")
