# CURED: makes the client in the lifespan of the app, which runs in the loop of the requests.
import contextlib
import os
import threading
import time
import urllib.request

import uvicorn
from fastapi import FastAPI
from pymilvus import AsyncMilvusClient, MilvusException

client = None


@contextlib.asynccontextmanager
async def lifespan(app):
    global client
    client = AsyncMilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}")
    yield
    await client.close()


app = FastAPI(lifespan=lifespan)
WEB = int(os.environ.get("WEB_PORT", "29680"))


@app.get("/search")
async def search():
    try:
        await client.search("docs", data=[[0.1, 0.2, 0.3, 0.4]], limit=1)
    except MilvusException:  # it is not in the database of the tests
        return {"ok": False}
    return {"ok": True}


server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=WEB, log_level="critical"))


def visitor():
    time.sleep(1.5)
    for _ in range(2):
        try:
            print(urllib.request.urlopen(f"http://127.0.0.1:{WEB}/search", timeout=5).status)
        except Exception as error:
            print(type(error).__name__, getattr(error, "code", ""))
    server.should_exit = True


threading.Thread(target=visitor).start()
server.run()
