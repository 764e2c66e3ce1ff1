# mypy: ignore-errors
"""Coroutines of an app call a MilvusClient, and hold up the requests that come meanwhile.

on: 2.6.3
must: warning blocked event loop in index
note: blocked event loop
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from parts.slow_relay import relay
from pymilvus import MilvusClient

COMMAND = "uvicorn {app} --uds {socket} --log-level critical"
ASKED = ["/", "/", "/", "/quick"]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.milvus = MilvusClient(relay(os.environ["MILVUS_URI"]))
    try:
        yield
    finally:
        app.state.milvus.close()


app = FastAPI(lifespan=lifespan)


@app.get("/")
async def index(request: Request) -> int:
    return len(request.app.state.milvus.list_collections())


@app.get("/quick")
async def quick() -> str:
    return "quick"
