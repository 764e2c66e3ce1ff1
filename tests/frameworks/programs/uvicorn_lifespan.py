# mypy: ignore-errors
"""An app makes its async client in its lifespan, and closes it there.

on: 2.6.3
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from pymilvus import AsyncMilvusClient

COMMAND = "uvicorn {app} --uds {socket} --log-level critical"
ASKED = ["/", "/", "/"]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.milvus = AsyncMilvusClient(os.environ["MILVUS_URI"])
    try:
        yield
    finally:
        await app.state.milvus.close()


app = FastAPI(lifespan=lifespan)


@app.get("/")
async def index(request: Request) -> str:
    await request.app.state.milvus.drop_collection("none_such", timeout=2)
    return "dropped"
