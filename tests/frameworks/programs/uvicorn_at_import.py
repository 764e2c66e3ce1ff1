# mypy: ignore-errors
"""An app makes its async client while its module is imported, before uvicorn's loop runs.

on: 2.6.3
must: error wrong event loop in <module>
note: unclosed client
"""

import os

from fastapi import FastAPI
from pymilvus import AsyncMilvusClient

COMMAND = "uvicorn {app} --uds {socket} --log-level critical"
ASKED = ["/", "/"]

app = FastAPI()
client = AsyncMilvusClient(os.environ["MILVUS_URI"])


@app.get("/")
async def index() -> str:
    await client.drop_collection("none_such", timeout=2)
    return "dropped"
