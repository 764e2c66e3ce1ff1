# CURED: nothing is changed but the release.
import os
import signal
import sys
import tempfile
from pymilvus import MilvusClient


def interrupt(*_):
    raise KeyboardInterrupt


signal.signal(signal.SIGALRM, interrupt)
signal.alarm(10)
try:
    client = MilvusClient(os.path.join(tempfile.mkdtemp(), "demo.db"))
    print("made", client.list_collections())
except KeyboardInterrupt:
    print("given up")
except Exception as error:
    print(type(error).__name__)
