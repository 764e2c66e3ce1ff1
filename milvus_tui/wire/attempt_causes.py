"""Why an attempt to connect failed, or does not return.

Standard library and Python 3.8 syntax only.
"""

from __future__ import annotations


class Cause:
    """What was observed of an attempt that failed, or that hangs; see `Attempt.cause`."""

    NAME = "name"
    """The host name was not resolved."""
    REFUSED = "refused"
    """Nothing listens on the port."""
    NO_ROUTE = "no route"
    """The system knows no way to the address."""
    PROXY = "proxy"
    """gRPC asked a proxy that the environment names, and got no way to the server."""
    NO_ANSWER = "no answer"
    """The address took the connection, or the request for one, and said nothing."""
    TLS_TO_PLAIN = "tls to plain"
    """pymilvus spoke TLS, and the server answered without."""
    PLAIN_TO_TLS = "plain to tls"
    """pymilvus spoke without TLS, and the server closed the socket at once."""
    CERTIFICATE = "certificate"
    """The server's certificate was not accepted."""
    TLS_FILE = "tls file"
    """A file of a certificate or key cannot be read."""
    NOT_MILVUS = "not milvus"
    """A server answered that speaks no gRPC, or has no Milvus."""
    LOGIN = "login"
    """The server refused the login."""
    NO_LOGIN = "no login"
    """The server refused the call, which had no login."""
    NONE_LOGIN = "none login"
    """The server refused a login of None, which pymilvus had sent as the text `None`."""
    PERMISSION = "permission"
    """The server knows the user, who may not do this."""
    DATABASE = "database"
    """The server has no database of this name."""
    NO_LOOP = "no loop"
    """An async client was created in a thread without an event loop."""
    ALIAS = "alias"
    """The alias is connected to another server, or with other settings."""
    FILE_HELD = "file held"
    """Another process holds the `.db` file."""
    NO_LITE = "no lite"
    """The package milvus-lite, which opens a `.db` file, is not installed."""
    FILE = "file"
    """The folder of a `.db` file is missing, or the file cannot be opened."""
    ARGUMENTS = "arguments"
    """pymilvus raised before it connected: an argument is wrong."""
    GEVENT = "gevent"
    """gevent has patched this process, and gRPC was not prepared for it."""
    EMPTY_ADDRESS = "empty address"
    """pymilvus asks gRPC for an empty host name instead of the embedded server's socket."""
    OTHER = "other"
    """None of these."""


CAUSES = tuple(value for name, value in vars(Cause).items() if name.isupper())
"""Every cause."""
