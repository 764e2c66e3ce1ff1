# CURED: makes no async client in a thread that has no event loop, and closes the other.
import os
import threading
from pymilvus import MilvusClient

URI = f"http://127.0.0.1:{os.environ.get('PORT', '29530')}"


class Store:
    def __init__(self):
        self.client = MilvusClient(uri=URI)


def script_run():
    try:
        Store().client.close()
        print("store made")
    except Exception as error:
        print(type(error).__name__, str(error)[:60])


thread = threading.Thread(target=script_run, name="ScriptRunner.scriptThread")
thread.start()
thread.join()
