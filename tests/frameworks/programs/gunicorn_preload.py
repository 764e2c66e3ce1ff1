# mypy: ignore-errors
"""gunicorn imports the app before it forks its workers: each has its async client.

on: 2.6.3
must: error used after fork in index
note: unclosed client
"""

import os

from fastapi import FastAPI
from pymilvus import AsyncMilvusClient

COMMAND = (
    "gunicorn {app} --bind unix:{socket} --worker-class uvicorn_worker.UvicornWorker"
    " --preload --log-level critical --no-control-socket"
)
ASKED = ["/", "/"]

app = FastAPI()
client = AsyncMilvusClient(os.environ["MILVUS_URI"])


@app.get("/")
async def index() -> str:
    await client.drop_collection("none_such", timeout=2)
    return "dropped"
