# CURED: the address is that of a server, and a timeout is given.
import os
import signal
from pymilvus import MilvusClient


def interrupt(*_):
    raise KeyboardInterrupt


signal.signal(signal.SIGALRM, interrupt)
signal.alarm(9)
try:
    MilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}", timeout=5)
    print("made")
except KeyboardInterrupt:
    print("given up")
except Exception as error:
    print(type(error).__name__, str(error)[:90])
