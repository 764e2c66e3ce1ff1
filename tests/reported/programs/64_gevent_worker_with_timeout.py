# TRUTH: dify#17641, pymilvus#1729, milvus#7465. A Celery-like worker with gevent: the task's MilvusClient(timeout=3) hangs in spite of its timeout, since gRPC blocks the hub. Cure: grpc.experimental.gevent.init_gevent() before the first client, or a worker with threads.
import os
import signal

from gevent import monkey

monkey.patch_all()
import gevent  # noqa: E402
from pymilvus import MilvusClient  # noqa: E402


def give_up(*_):
    print("the task hangs", flush=True)
    os._exit(7)


def task():
    client = MilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}", timeout=3)
    names = client.list_collections()
    client.close()
    return len(names) >= 0


signal.signal(signal.SIGALRM, give_up)
signal.alarm(7)
worker = gevent.spawn(task)
worker.join()
print("the task ended:", worker.value)
