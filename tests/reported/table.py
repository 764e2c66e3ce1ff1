"""The situations that people reported in public, and what must be said of each."""

from __future__ import annotations

from milvus_tui.wire import Kind
from tests.reported.reports import Named, Report

SITUATIONS = 31
"""How many situations these programs show."""

NOT_CONNECTED = "should create connection first"

REPORTS = (
    # kubeflow/docs-agent#28
    Report(
        "01_orm_per_request",
        "2.5.4",
        "",
        (
            Named(
                "warning",
                Kind.SHORT_LIVED_CONNECTIONS,
                'connections.connect(alias="default"',
                ("connections.connect() once", "when the program starts"),
            ),
        ),
    ),
    # milvus#29552, pymilvus#2103
    Report(
        "02_orm_default_alias_threads",
        "2.4.4",
        "some failed: True",
        (
            Named(
                "error",
                Kind.COLLATERAL_CLOSE,
                'connections.disconnect("default")',
                ("connections.connect() once", "when all threads have ended"),
            ),
        ),
    ),
    # pymilvus#1643
    Report(
        "03_client_then_utility",
        "2.4.4",
        NOT_CONNECTED,
        (
            Named(
                "error",
                Kind.ALIAS_NOT_CONNECTED,
                'utility.has_collection("books")',
                ("client's own methods", "connections.connect()"),
            ),
        ),
    ),
    # milvus#26755
    Report(
        "04_utility_other_alias",
        "2.4.4",
        NOT_CONNECTED,
        (
            Named(
                "error",
                Kind.ALIAS_NOT_CONNECTED,
                "len(utility.list_collections())",
                ("using=",),
            ),
        ),
    ),
    # milvus#38936
    Report(
        "05_uri_slash_database",
        "2.5.4",
        "seen from NT: False",
        (Named("error", Kind.HIJACKED_ALIAS, 'base + "/"', ("slash", "Take the path off")),),
    ),
    # pymilvus#2591, pymilvus#2750
    Report(
        "07_async_module_level",
        "2.5.4",
        "different loop",
        (
            Named(
                "error",
                Kind.WRONG_EVENT_LOOP,
                "client = AsyncMilvusClient(",
                ("in the event loop that uses it",),
            ),
        ),
    ),
    Report(
        "07b_fastapi_module_client",
        "2.5.4",
        "HTTPError 500",
        (
            Named(
                "error",
                Kind.WRONG_EVENT_LOOP,
                "client = AsyncMilvusClient(",
                ("lifespan",),
            ),
        ),
    ),
    # pymilvus#3301
    Report(
        "08_async_server_down",
        "2.6.9",
        "over in time: False",
        (
            Named(
                "error",
                Kind.HANGING_CONNECTION,
                "client.list_collections(timeout=3)",
                ("address",),
            ),
        ),
    ),
    # langchain#25277, pymilvus#2161
    Report(
        "09_reuse_by_address",
        "2.4.4",
        "is in tenant_a: True",
        (
            Named(
                "error",
                Kind.CALLS_ELSEWHERE,
                "connections.get_connection_addr(alias)",
                ("Name the alias after the database", "MilvusClient(db_name="),
            ),
        ),
    ),
    # pymilvus#1229, milvus#18443, dify#2004
    Report(
        "11_gevent_patched",
        "2.5.4",
        "stuck",
        (Named("error", Kind.HANGING_CONNECTION, "client = MilvusClient(", ("init_gevent()",)),),
    ),
    # milvus#37213, pymilvus#2193, milvus-lite#227
    Report(
        "12_lite_two_workers",
        "2.4.4",
        r"\(2, '<?[^o]",
        (Named("error", Kind.FAILED_CONNECTION, "client = MilvusClient(path)", ("one process",)),),
    ),
    # pymilvus#3375, pymilvus#2892
    Report(
        "13_same_user_wrong_password",
        "2.6.9",
        "login form: True\nservice broken",
        (
            Named(
                "warning",
                Kind.UNCHECKED_PASSWORD,
                'password="guess-1"',
                ("its own alias=", "2.6.10"),
            ),
            Named("error", Kind.COLLATERAL_CLOSE, "login_form.close()", ("its own alias=",)),
        ),
    ),
    # pymilvus#2206
    Report(
        "14_default_alias_without_login",
        "2.4.4",
        "ConnectionNotExistException False True",
        (
            Named(
                "error",
                Kind.ALIAS_NOT_CONNECTED,
                "utility.list_collections(timeout=3)",
                ("Give connections.connect() the login",),
            ),
        ),
    ),
    # pymilvus#1706
    Report(
        "15_tls_to_plain_server",
        "2.5.4",
        "MilvusException",
        (Named("error", Kind.FAILED_CONNECTION, "client = MilvusClient(", ("http://",)),),
    ),
    # pymilvus#417, pymilvus#2831
    Report(
        "16_client_per_request",
        "2.5.4",
        "",
        (
            Named(
                "warning",
                Kind.ACCUMULATING_CONNECTIONS,
                "sessions[number] = MilvusClient(",
                ("one client",),
            ),
        ),
    ),
    # langchain-milvus#84
    Report(
        "17_async_client_in_thread",
        "2.5.11",
        "There is no current event loop",
        (
            Named(
                "error",
                Kind.FAILED_CONNECTION,
                "self.async_client = AsyncMilvusClient(",
                ("event loop",),
            ),
        ),
    ),
    # ray-project/tutorial#193
    Report(
        "18_worker_without_connection",
        "2.5.4",
        r"worker: \['.*should create",
        (
            Named(
                "error",
                Kind.ALIAS_NOT_CONNECTED,
                "return utility.has_collection(name)",
                ("connections.connect() in the worker", "initializer"),
            ),
        ),
    ),
    # pymilvus#911, milvus#16740
    Report(
        "19_alias_other_config",
        "2.4.4",
        "ConnectionConfigException",
        (
            Named(
                "error",
                Kind.FAILED_CONNECTION,
                'connections.connect(host="127.0.0.1", port=second)',
                ("another alias", "disconnect"),
                also="port=first",
            ),
        ),
    ),
    # pymilvus#2838
    Report(
        "20_server_restart",
        "3.0.2",
        "'down'.*'up'",
        (Named("warning", Kind.OUTAGE, "client.list_collections(timeout=2)", ("server",)),),
    ),
    Report(
        "20b_server_restart_seen_up",
        "2.6.6",
        "'down'.*'up'",
        (Named("warning", Kind.OUTAGE, "client.list_collections(timeout=2)", ("server",)),),
        situation=20,
    ),
    Report(
        "30_outage_loop",
        "3.0.2",
        "some failed: True works at the end: True",
        (Named("warning", Kind.OUTAGE, "client.list_collections(timeout=1)", ("server",)),),
        situation=20,
    ),
    # milvus#3172, dify#2004, milvus#1417
    Report(
        "21_prefork_orm",
        "2.5.4",
        "",
        (
            Named(
                "error",
                Kind.USED_AFTER_FORK,
                'utility.has_collection("docs", timeout=4)',
                ("connections.connect() in the child", "worker_process_init"),
                also='connections.connect("default"',
            ),
        ),
        situation=22,
    ),
    Report(
        "22_preload_client",
        "2.5.4",
        "",
        (
            Named(
                "error",
                Kind.USED_AFTER_FORK,
                'client.has_collection("docs", timeout=4)',
                ("Create the client in the child", "post_fork"),
                also="client = MilvusClient(",
            ),
        ),
    ),
    Report(
        "46_celery_prefork",
        "2.5.4",
        "",
        (
            Named(
                "error",
                Kind.USED_AFTER_FORK,
                "index",
                ("Create the client in the child", "worker_process_init"),
                also="<module>",
            ),
        ),
        situation=22,
    ),
    # pymilvus#1229: cured, but for the close() of a shared connection
    Report(
        "26_gevent_prepared",
        "2.6.6",
        "ConnectionNotExistException",
        (
            Named(
                "error",
                Kind.COLLATERAL_CLOSE,
                "other.close()",
                ("Keep one client for the process",),
            ),
        ),
        frameworks=True,
    ),
    # llama_index#18380, milvus#41206
    Report(
        "27_lite_file_removed",
        "2.4.4",
        "second store: [^o]",
        (
            Named(
                "error",
                Kind.REPLACED_FILE,
                "client = MilvusClient(os.path.join(folder",
                ("Keep the file", "another path"),
            ),
        ),
        notes=(Kind.UNCLOSED_CLIENT, Kind.REFUSED_CALLS),
    ),
    # milvus-lite#334
    Report(
        "28_lite_daemon_gone",
        "2.4.4",
        "after: [^\\[]",
        (
            Named(
                "error",
                Kind.EMBEDDED_SERVER_GONE,
                "client = MilvusClient(path)",
                ("what ended the process", "create the client anew"),
            ),
        ),
    ),
    # kubeflow/docs-agent#110, kubeflow/docs-agent#113
    Report(
        "29_sync_client_in_loop",
        "2.6.6",
        "still for more than 2 s: True",
        (
            Named(
                "warning",
                Kind.BLOCKED_EVENT_LOOP,
                'MilvusClient(uri="http://127.0.0.1:29998"',
                ("asyncio.to_thread",),
            ),
            Named(
                "error",
                Kind.FAILED_CONNECTION,
                'MilvusClient(uri="http://127.0.0.1:29998"',
                ("address",),
            ),
        ),
    ),
    # wecode-ai/Wegent#549
    Report(
        "31_client_per_operation",
        "2.5.4",
        "",
        (
            Named(
                "warning",
                Kind.UNCLOSED_CLIENT,
                "return MilvusClient(uri=URI",
                ("one client for the process",),
            ),
        ),
    ),
    # pymilvus#3317, pymilvus#3314
    Report(
        "32_lite_path_hangs",
        "2.6.10",
        "given up",
        (
            Named(
                "error",
                Kind.HANGING_CONNECTION,
                "client = MilvusClient(os.path.join(",
                ("2.6.11",),
            ),
        ),
        cured_release="2.6.6",
    ),
    # pymilvus#3428, pymilvus#3433
    Report(
        "33_unreachable_without_timeout",
        "2.6.10",
        "given up",
        (
            Named(
                "error",
                Kind.HANGING_CONNECTION,
                'MilvusClient(uri="http://127.0.0.1:29999")',
                ("timeout=",),
            ),
        ),
    ),
    # correct, if its async half is never used: langchain-milvus and llama-index under FastAPI
    Report("34_async_never_used", "2.6.10", "False|True"),
    # pymilvus#1950, milvus#23460, milvus#37714
    Report(
        "35_wrong_host",
        "2.5.4",
        "gave up",
        (Named("error", Kind.FAILED_CONNECTION, "client = MilvusClient(", ("host",)),),
    ),
    # pymilvus#2750
    Report(
        "37_two_loops_in_threads",
        "2.5.4",
        "different loop",
        (
            Named(
                "error",
                Kind.WRONG_EVENT_LOOP,
                "client = AsyncMilvusClient(uri=URI)",
                ("in the event loop that uses it",),
                also="asyncio.run(call())",
            ),
        ),
        notes=(Kind.UNCLOSED_CLIENT, Kind.FAILED_CALLS, Kind.REFUSED_CALLS),
    ),
    # pymilvus#2892
    Report(
        "38_two_tokens_one_connection",
        "2.5.12",
        "admin refused",
        (
            Named(
                "error",
                Kind.HIJACKED_ALIAS,
                'reader = MilvusClient(uri=uri, token="reader1:Reader-12")',
                ("its own alias=",),
                also='admin = MilvusClient(uri=uri, token="root:Milvus")',
            ),
        ),
    ),
    # pymilvus#3316, langchain-milvus#130
    Report(
        "43_collection_with_client_alias",
        "2.6.10",
        NOT_CONNECTED,
        (
            Named(
                "error",
                Kind.ALIAS_NOT_CONNECTED,
                "using=client._using",
                ("client's own methods", "connections.connect()", "langchain-milvus"),
            ),
        ),
    ),
    # dify#2004: cured
    Report("48_celery_cured", "2.5.4", "task: (True|False)", situation=26),
)
