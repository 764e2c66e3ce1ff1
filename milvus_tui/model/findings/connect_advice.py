"""What the dashboard says of the causes of failed and hanging connections."""

from __future__ import annotations

from dataclasses import replace

from milvus_tui.model.findings.advice_parts import NONE_LOGIN
from milvus_tui.model.findings.explanation import Variant
from milvus_tui.wire import Cause

_RETRY = (
    "If the server only needs time to start, wait for it: catch the exception, sleep, and create "
    "the client again."
)

WAITS = {
    "ABCDE": "Up to 2.6.9 the first call of an AsyncMilvusClient waits for the server for ever, "
    "whatever its timeout= is: put it into asyncio.wait_for(), or upgrade to 2.6.10 or later.",
    "F": "From 2.6.10 to 2.6.12 a constructor without timeout= waits for ever: give it a timeout=, "
    "or upgrade to 2.6.13 or later.",
}
"""What makes an attempt hang, and not fail, by the generations of which it is true."""

_NEVER_WORKS = (Cause.GEVENT, Cause.EMPTY_ADDRESS, Cause.NO_LOOP)
"""Causes that no timeout= makes better."""

CAUSES: dict[str, Variant] = {
    Cause.NAME: Variant(
        seen="The host name of the URI was not resolved.",
        why="There is no such host, or this machine (this container) cannot ask for it. No server "
        "was reached.",
        general="Correct the host name in the URI. Inside a container, use the name of the "
        "server's service, such as http://milvus:19530.",
    ),
    Cause.REFUSED: Variant(
        seen="The host is there, and nothing listens on the port.",
        why="The server is not running, or listens on another port. No server was reached.",
        general="Start the server, or correct the address (host and port) in the URI: Milvus "
        f"listens on 19530. In a container, localhost is the container itself. {_RETRY}",
    ),
    Cause.NO_ROUTE: Variant(
        seen="The system knows no way to the address.",
        why="The network between is down, or the address is of another network.",
        general="Correct the address in the URI, or see to the network: VPN, routes, firewall.",
    ),
    Cause.PROXY: Variant(
        seen="gRPC asked the proxy that an environment variable names.",
        why="gRPC obeys grpc_proxy, https_proxy and http_proxy for every address, localhost "
        "included. The proxy is not there, or leads to no such server.",
        general="Name the server's host in no_proxy before the program starts, as in "
        "no_proxy=localhost,127.0.0.1,milvus; or take the variable away.",
    ),
    Cause.NO_ANSWER: Variant(
        seen="The address took the connection, or the request for one, and said nothing.",
        why="A firewall drops the packets, or what listens there is no Milvus, or the server is "
        "overloaded or still starting.",
        general="See that the address and the port are those of Milvus (19530), and that its log "
        f"says that it is ready. Give the client a timeout=. {_RETRY}",
    ),
    Cause.TLS_TO_PLAIN: Variant(
        seen="The client spoke TLS, and the server answered without.",
        why="Address and port are right, and the server is there: it has no TLS on this port.",
        general="Use http:// in the URI and leave out secure=True, or turn TLS on in the server "
        "(common.security.tlsMode).",
    ),
    Cause.PLAIN_TO_TLS: Variant(
        seen="The client spoke without TLS, and the server closed the socket at once.",
        why="So does a server that wants TLS, and also a proxy that does not let the client in.",
        general="If the server has TLS, use https:// in the URI, or secure=True; with a "
        "certificate of your own, give server_pem_path= and server_name=.",
    ),
    Cause.CERTIFICATE: Variant(
        seen="The server's certificate was not accepted.",
        why="The certificate is signed by an authority that this client does not know, or is for "
        "another name than the URI's, or has expired.",
        general="Give the certificate of the authority, or the server's own, as server_pem_path= "
        "(ca_pem_path= for two-way TLS), and as server_name= the name in the certificate.",
    ),
    Cause.TLS_FILE: Variant(
        seen="A file of a certificate or key cannot be read.",
        why="No connection was tried.",
        general="Correct the path given as server_pem_path=, ca_pem_path=, client_pem_path= or "
        "client_key_path=; a relative path begins at the directory the program was started in.",
    ),
    Cause.NOT_MILVUS: Variant(
        seen="A server answered that is no Milvus, or speaks no gRPC.",
        why="The port is that of another service: Milvus answers HTTP on 9091 (metrics), and MinIO "
        "and etcd have ports of their own.",
        general="Correct the port in the URI: Milvus listens on 19530 for gRPC. A proxy between "
        "must speak HTTP/2.",
    ),
    Cause.LOGIN: Variant(
        seen="The server refused the login.",
        why="Address and server are right. The user, the password or the token is wrong.",
        general='Correct the login: token="user:password", or user= and password=. After a change '
        "of the password, all programs need the new one.",
    ),
    Cause.NO_LOGIN: Variant(
        seen="The server wants a login, and none was given.",
        why="Address and server are right; the server checks logins "
        "(common.security.authorizationEnabled).",
        general='Give the login: token="user:password", or user= and password=. If it comes from '
        "an environment variable, see that the variable is set.",
    ),
    Cause.NONE_LOGIN: NONE_LOGIN,
    Cause.PERMISSION: Variant(
        seen="The server knows the user, who may not connect, or not to this database.",
        why="Address and login are right.",
        general="Grant the user a role with the privilege that the message names, or use another "
        "user.",
    ),
    Cause.DATABASE: Variant(
        seen="The server has no database of this name.",
        why="Address and login are right.",
        general="Create the database first, with a client of the default database: "
        "client.create_database(name); or correct db_name=.",
    ),
    Cause.NO_LOOP: Variant(
        seen="An async client was created in a thread without an event loop.",
        why="It looks like a fault of the network in pymilvus's log, and is none: up to 2.6.9 an "
        "AsyncMilvusClient makes its channel in its constructor, which needs the event loop of its "
        "thread.",
        general="Use a MilvusClient in this thread; or create the AsyncMilvusClient in a coroutine "
        "of the event loop that is to use it (asyncio.run(), or run_coroutine_threadsafe() from "
        "here). From 2.6.10 on the constructor needs no event loop.",
    ),
    Cause.ALIAS: Variant(
        seen="The alias is connected to another server, or with other settings.",
        why="An alias of connections is one name for the whole process. It is still connected as "
        "before.",
        general="Use another alias for the second server, and name it with using=; or disconnect() "
        "the alias first, where no one uses it any more.",
    ),
    Cause.FILE_HELD: Variant(
        seen="Another process holds the .db file.",
        why="Milvus Lite lets one process open a file. No close() in this process can help.",
        general="Let one process open the file, or run a Milvus server and connect all processes "
        "to it. With several workers (gunicorn, multiprocessing, a reloader), open it in one of "
        "them, or give each a file of its own. End the process named above if it is a left-over: "
        "closing its clients is not enough. A process that goes on drops the file by "
        "milvus_lite.server_manager.server_manager_instance.release_server(path).",
    ),
    Cause.NO_LITE: Variant(
        seen="The package milvus-lite, which opens a .db file, is not installed.",
        why="No connection was tried.",
        general="Install it: pip install 'pymilvus[milvus_lite]'. Or give the URI of a server, "
        "which begins with http:// or https://.",
    ),
    Cause.FILE: Variant(
        seen="The file of Milvus Lite cannot be opened.",
        why="The folder is missing, or the file is damaged, or not writable.",
        general="Create the folder first, and see that the file belongs to this user. A URI of a "
        "server begins with http:// or https://.",
    ),
    Cause.ARGUMENTS: Variant(
        seen="pymilvus raised before it connected.",
        why="An argument is wrong; no server was tried.",
        general="Correct the argument that the message names. A URI is http://HOST:PORT, "
        "https://HOST:PORT, or a path that ends in .db.",
    ),
    Cause.GEVENT: Variant(
        seen="gevent has patched this process, and gRPC was not prepared for it.",
        why="The first call waits in gRPC, and no other green thread can run: it never ends.",
        general="Right after monkey.patch_all(), and before pymilvus is imported: import "
        "grpc.experimental.gevent, and call grpc.experimental.gevent.init_gevent().",
    ),
    Cause.EMPTY_ADDRESS: Variant(
        seen="pymilvus asks gRPC for an empty host name instead of the embedded server's socket.",
        why="The embedded Milvus Lite runs, and pymilvus does not connect to its socket. Only "
        "another release can.",
        general="Upgrade pymilvus: 2.6.11 connects to files of Milvus Lite again. 2.6.9 does, too.",
    ),
    Cause.OTHER: Variant(seen="The exception tells all that is known."),
}


def hanging() -> dict[str, Variant]:
    """The same causes, of attempts that take long."""
    return {
        name: each if name in _NEVER_WORKS else replace(each, advice=_with_waits(each.general))
        for name, each in CAUSES.items()
    }


def _with_waits(advice: str) -> dict[str, str]:
    return {those: f"{advice} {waits}" for those, waits in WAITS.items()}
