# CURED: the child connects; the parent does not.
import multiprocessing
import os
from pymilvus import connections, utility


def task(queue):
    connections.connect("default", host="127.0.0.1", port=os.environ.get("PORT", "29530"))
    try:
        queue.put(str(utility.has_collection("docs", timeout=4)))
    except Exception as error:
        queue.put(type(error).__name__)


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=task, args=(queue,), name="ForkPoolWorker-1")
    child.start()
    child.join(8)
    print("child:", "hangs" if child.is_alive() else queue.get(timeout=1) if child.exitcode == 0 else f"died {child.exitcode}")
    if child.is_alive():
        child.terminate()
        child.join()
