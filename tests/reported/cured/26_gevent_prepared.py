# CURED: all greenlets use one client, which is closed last.
import os
from gevent import monkey

monkey.patch_all()
import gevent  # noqa: E402
import grpc.experimental.gevent as grpc_gevent  # noqa: E402

grpc_gevent.init_gevent()
from pymilvus import MilvusClient  # noqa: E402

URI = f"http://127.0.0.1:{os.environ.get('PORT', '29530')}"
shared = MilvusClient(uri=URI)


def search(number):
    try:
        for _ in range(3):
            shared.has_collection("docs")
            gevent.sleep(0.1)
        return "ok"
    except Exception as error:
        return type(error).__name__


def upload():
    gevent.sleep(0.15)
    shared.has_collection("docs")
    return "ok"


jobs = [gevent.spawn(search, 1), gevent.spawn(search, 2), gevent.spawn(upload)]
gevent.joinall(jobs, timeout=20)
shared.close()
print([job.value for job in jobs])
