# mypy: ignore-errors
"""A fixture of the whole session gives its async client to tests that run in its loop.

on: 2.6.3
"""

import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from pymilvus import AsyncMilvusClient

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def client() -> AsyncIterator[AsyncMilvusClient]:
    made = AsyncMilvusClient(os.environ["MILVUS_URI"])
    yield made
    await made.close()


async def test_one(client: AsyncMilvusClient) -> None:
    await client.drop_collection("none_such", timeout=2)


async def test_two(client: AsyncMilvusClient) -> None:
    await client.drop_collection("none_such", timeout=2)
