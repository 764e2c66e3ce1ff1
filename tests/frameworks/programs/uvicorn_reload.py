# mypy: ignore-errors
"""Under its reloader uvicorn imports an app in the loop that runs: a client made there works.

on: 2.6.3
note: unclosed client
"""

import os

from fastapi import FastAPI
from pymilvus import AsyncMilvusClient

COMMAND = "uvicorn {app} --uds {socket} --reload --log-level critical"
ASKED = ["/", "/"]

app = FastAPI()
client = AsyncMilvusClient(os.environ["MILVUS_URI"])


@app.get("/")
async def index() -> str:
    await client.drop_collection("none_such", timeout=2)
    return "dropped"
