# CURED: each pool process makes its client in worker_process_init.
import os
import subprocess
import sys
import tempfile
import time

TASKS = '''
import os
from celery import Celery
from pymilvus import MilvusClient
folder = os.environ["CELERY_FOLDER"]
app = Celery("tasks", broker="filesystem://", backend="file://" + folder + "/results")
app.conf.broker_transport_options = {"data_folder_in": folder + "/q", "data_folder_out": folder + "/q"}
from celery.signals import worker_process_init
client = None

@worker_process_init.connect
def begin(**_):
    global client
    client = MilvusClient(uri="http://127.0.0.1:" + os.environ.get("PORT", "29530"))



@app.task
def index(number):
    return client.has_collection("docs", timeout=4)
'''
SEND = '''
from tasks import index
result = index.delay(1)
try:
    print("task:", result.get(timeout=14))
except Exception as error:
    print("task:", type(error).__name__)
'''
folder = tempfile.mkdtemp()
for name in ("q", "results"):
    os.mkdir(os.path.join(folder, name))
for name, text in (("tasks.py", TASKS), ("send.py", SEND)):
    with open(os.path.join(folder, name), "w") as file:
        file.write(text)
env = dict(os.environ, CELERY_FOLDER=folder)
worker = subprocess.Popen([sys.executable, "-m", "celery", "-A", "tasks", "worker", "-P", "prefork", "-c", "1", "-l", "CRITICAL", "--without-gossip", "--without-mingle", "--without-heartbeat"],
                          cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
time.sleep(7)
print(subprocess.run([sys.executable, "send.py"], cwd=folder, env=env, capture_output=True, text=True, timeout=40).stdout.strip())
worker.terminate()
try:
    worker.wait(12)
    print("worker ended")
except subprocess.TimeoutExpired:
    worker.kill()
    worker.wait()
    print("worker killed")
