# CURED: only the process that serves opens the file.
import os
import subprocess
import sys
import tempfile

from pymilvus import MilvusClient

path = os.environ.setdefault("DEMO_DB", os.path.join(tempfile.mkdtemp(), "demo.db"))
try:
    client = MilvusClient(path) if "SERVES" in os.environ else None
    print(os.environ.get("SERVES", "parent"), "opened", flush=True)
except Exception as error:
    print(os.environ.get("SERVES", "parent"), type(error).__name__, str(error)[-30:], flush=True)
if "SERVES" not in os.environ:
    subprocess.run([sys.executable, "-W", "ignore", __file__], env=dict(os.environ, SERVES="child"))
