# CURED: both workers use a server.
import multiprocessing
import os
import sys
import tempfile
import time


def worker(path, number, queue):
    from pymilvus import MilvusClient
    try:
        client = MilvusClient(f"http://127.0.0.1:{os.environ.get('PORT', '29530')}")
        client.list_collections()
        queue.put((number, "ok"))
        time.sleep(3)
        client.close()
    except Exception as error:
        queue.put((number, str(error)[:70]))


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "demo.db")
        first = context.Process(target=worker, args=(path, 1, queue), name="worker-1")
        first.start()
        one = queue.get(timeout=60)
        second = context.Process(target=worker, args=(path, 2, queue), name="worker-2")
        second.start()
        two = queue.get(timeout=60)
        print(one, two)
        first.join()
        second.join()
