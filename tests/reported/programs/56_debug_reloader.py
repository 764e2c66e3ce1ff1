# TRUTH: pymilvus#2193. A development server with a reloader (Flask's debug mode) imports the program twice: the parent opens the .db file at import and holds it; the child, which serves, gets "Open local milvus failed". Cure: open the file in the serving process only.
import os
import subprocess
import sys
import tempfile

from pymilvus import MilvusClient

path = os.environ.setdefault("DEMO_DB", os.path.join(tempfile.mkdtemp(), "demo.db"))
try:
    client = MilvusClient(path)
    print(os.environ.get("SERVES", "parent"), "opened", flush=True)
except Exception as error:
    print(os.environ.get("SERVES", "parent"), type(error).__name__, str(error)[-30:], flush=True)
if "SERVES" not in os.environ:
    subprocess.run([sys.executable, "-W", "ignore", __file__], env=dict(os.environ, SERVES="child"))
