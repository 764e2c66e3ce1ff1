"""Reports of the same kinds, looked for after the first 31 were named."""

from __future__ import annotations

from milvus_tui.wire import Kind
from tests.reported.reports import Named, Report

FURTHER_REPORTS = (
    # milvus#41215
    Report(
        "51_http_port",
        "2.6.9",
        "illegal connection params",
        (
            Named(
                "error",
                Kind.FAILED_CONNECTION,
                "client = MilvusClient(",
                ("port", "19530"),
            ),
        ),
    ),
    # milvus#44948
    Report(
        "52_second_client_other_database",
        "2.5.12",
        "True False",
        (
            Named(
                "error",
                Kind.MOVED_TO_ANOTHER_DATABASE,
                'private = MilvusClient(uri=uri, db_name="private_52")',
                ("each database its own alias=",),
            ),
        ),
    ),
    # pymilvus#3175
    Report(
        "53_use_database_of_a_tenant",
        "2.6.6",
        "after: False",
        (
            Named(
                "error",
                Kind.MOVED_TO_ANOTHER_DATABASE,
                "self.client.use_database(database)",
                ("with db_name=", "2.6.7"),
            ),
        ),
    ),
    # milvus#43548
    Report(
        "54_async_tasks_close",
        "2.5.18",
        "ConnectionNotExistException",
        (
            Named(
                "error",
                Kind.COLLATERAL_CLOSE,
                "await client.close()",
                ("Keep one client for the process", "close it last"),
            ),
        ),
        notes=(Kind.UNCLOSED_CLIENT, Kind.REFUSED_CALLS),
    ),
    # pymilvus#3087, llama_index#20313
    Report(
        "55_second_test_reuses_loop",
        "2.5.18",
        "second_test (True|False)",
        (
            Named(
                "error",
                Kind.WRONG_EVENT_LOOP,
                "client = AsyncMilvusClient(uri=URI)",
                ("await its close()", "the connection of the closed loop"),
                also='await client.search("docs"',
            ),
            Named(
                "warning",
                Kind.WRONG_EVENT_LOOP,
                "client = AsyncMilvusClient(uri=URI)",
                ("await its close()",),
            ),
        ),
        notes=(Kind.UNCLOSED_CLIENT, Kind.REFUSED_CALLS, Kind.FAILED_CALLS),
    ),
    # pymilvus#2193
    Report(
        "56_debug_reloader",
        "2.4.4",
        "child ConnectionConfigException",
        (
            Named(
                "error",
                Kind.FAILED_CONNECTION,
                "client = MilvusClient(path)",
                ("one process", "reloader"),
            ),
        ),
    ),
    # milvus-lite#227
    Report(
        "57_file_held_after_close",
        "2.4.4",
        "process: ConnectionConfigException",
        (
            Named(
                "error",
                Kind.FAILED_CONNECTION,
                "client = MilvusClient(path)",
                ("one process", "release_server(path)"),
            ),
        ),
    ),
    # milvus#50390, zilliztech/memsearch#652
    Report(
        "58_lite3_two_processes",
        "2.6.6",
        "indexer: ConnectionConfigException",
        (
            Named(
                "error",
                Kind.FAILED_CONNECTION,
                "client = MilvusClient(path)",
                ("one process", "server"),
            ),
        ),
    ),
    # milvus#1664
    Report(
        "59_company_proxy",
        "2.6.9",
        "illegal connection params",
        (Named("error", Kind.FAILED_CONNECTION, "client = MilvusClient(", ("no_proxy",)),),
    ),
    # pymilvus#2785, pymilvus#1962
    Report(
        "60_unknown_authority",
        "2.6.9",
        "illegal connection params",
        (
            Named(
                "error",
                Kind.FAILED_CONNECTION,
                "client = MilvusClient(",
                ("server_pem_path=", "server_name="),
            ),
        ),
    ),
    # milvus#30919, milvus#37714, pymilvus#1801
    Report(
        "61_wrong_password",
        "3.0.2",
        "MilvusException",
        (
            Named(
                "error",
                Kind.FAILED_CONNECTION,
                "client = MilvusClient(",
                ("password",),
            ),
        ),
    ),
    # pymilvus#3099
    Report(
        "62_async_client_in_function",
        "2.6.6",
        "ConnectionConfigException True",
        (
            Named(
                "error",
                Kind.FAILED_CONNECTION,
                "return AsyncMilvusClient(uri=URI)",
                ("coroutine",),
            ),
        ),
    ),
    # dataelement/bisheng#1521
    Report(
        "63_retry_finds_dead_alias",
        "2.4.4",
        "ConnectionNotExistException",
        (
            Named(
                "error",
                Kind.ALIAS_NOT_CONNECTED,
                "using=alias_for(",
                ("connect the alias again",),
                also="connections.disconnect(alias)",
            ),
            Named(
                "error",
                Kind.ALIAS_NOT_CONNECTED,
                "using=alias)",
                ("connect the alias again",),
                also="connections.disconnect(alias)",
            ),
        ),
    ),
    # dify#17641, pymilvus#1729, milvus#7465
    Report(
        "64_gevent_worker_with_timeout",
        "2.6.6",
        "the task hangs",
        (
            Named(
                "error",
                Kind.HANGING_CONNECTION,
                "client = MilvusClient(",
                ("init_gevent()",),
            ),
        ),
        frameworks=True,
    ),
    # milvus#22338, milvus#3032
    Report(
        "65_pool_shares_collection",
        "2.5.4",
        "",
        (
            Named(
                "error",
                Kind.USED_AFTER_FORK,
                "return utility.has_collection(name, timeout=3)",
                ("initializer", "spawn"),
                also='connections.connect("default"',
            ),
        ),
    ),
    # open-webui/open-webui#10515, milvus#40107
    Report(
        "66_database_not_created",
        "2.6.6",
        "MilvusException True",
        (
            Named(
                "error",
                Kind.FAILED_CONNECTION,
                "client = MilvusClient(",
                ("Create the database first",),
            ),
        ),
    ),
    # kubeflow/docs-agent#82
    Report(
        "67_orm_search_in_coroutine",
        "2.6.9",
        "stood still: True",
        (
            Named(
                "warning",
                Kind.BLOCKED_EVENT_LOOP,
                "return utility.has_collection(name)",
                ("asyncio.to_thread",),
            ),
        ),
    ),
    # pymilvus#2496
    Report(
        "68_close_not_awaited",
        "2.6.6",
        "",
        (
            Named(
                "warning",
                Kind.WRONG_EVENT_LOOP,
                "client = AsyncMilvusClient(",
                ("await its close()",),
            ),
        ),
    ),
    # pymilvus#3362
    Report(
        "69_none_after_close",
        "2.6.10",
        "AttributeError",
        (
            Named(
                "error",
                Kind.USED_AFTER_CLOSE,
                "return self.client.list_collections()",
                ("create a new client",),
            ),
        ),
    ),
    # milvus#50329, pymilvus#3326, pymilvus#3578
    Report(
        "70_closed_channel_after_restart",
        "2.6.10",
        "message=Unexpected error",
        (
            Named(
                "error",
                Kind.OUTAGE,
                "client.list_collections(timeout=2)",
                ("Upgrade pymilvus",),
            ),
        ),
        cured_release="2.6.17",
        left=(Kind.OUTAGE,),
    ),
)
