# CURED: calls gRPC's init_gevent() after patch_all(), before pymilvus is imported.
import os
import signal

from gevent import monkey

monkey.patch_all()
import gevent  # noqa: E402
import grpc.experimental.gevent as grpc_gevent  # noqa: E402

grpc_gevent.init_gevent()
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
