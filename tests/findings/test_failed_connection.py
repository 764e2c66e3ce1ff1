"""Failed connections: title, severity and advice by cause, and how causes are told apart."""

from __future__ import annotations

import pytest

from milvus_tui.agent.findings.connect_causes import cause_of
from milvus_tui.agent.hooks.attempt_observer import Raised
from milvus_tui.agent.hooks.channels import NO_TARGET
from milvus_tui.agent.hooks.connect_targets import ConnectTarget, target_of
from milvus_tui.model.attempts import cause_words
from milvus_tui.model.example_snapshots import NOON
from milvus_tui.model.findings.connect_advice import CAUSES
from milvus_tui.model.findings.explanation import ERROR, NOTE
from milvus_tui.wire import Cause, Kind
from milvus_tui.wire.attempt_causes import CAUSES as ALL
from tests.findings.reporting import advice, finding, report_one, severity

KIND = Kind.FAILED_CONNECTION
PLAIN = ConnectTarget("db.example:19530", login="root:••••")
FAIL = Raised("MilvusException", "2", "Fail connecting to server on db.example:19530")
TIMEOUT = Raised("FutureTimeoutError", "", "")

OBSERVED = [
    ("UNAVAILABLE: DNS resolution failed for a.invalid:19530: Domain name not found", Cause.NAME),
    ("UNAVAILABLE: errors resolving a.invalid:19530: [address lookup failed]", Cause.NAME),
    ("UNKNOWN: Failed to connect to remote host: connect: Connection refused (111)", Cause.REFUSED),
    ("UNKNOWN: Failed to connect to remote host: Network is unreachable", Cause.NO_ROUTE),
    ("the channel is CONNECTING", Cause.NO_ANSWER),
    ("Ssl handshake failed: OPENSSL_internal:WRONG_VERSION_NUMBER", Cause.TLS_TO_PLAIN),
    (
        "Tls handshake failed: WRONG_VERSION_NUMBER: Invalid certificate verification context: OK",
        Cause.TLS_TO_PLAIN,
    ),
    ("UNAVAILABLE: ipv4:127.0.0.1:19530: Socket closed", Cause.PLAIN_TO_TLS),
    ("Ssl handshake failed: OPENSSL_internal:CERTIFICATE_VERIFY_FAILED", Cause.CERTIFICATE),
    ("UNKNOWN: Peer name example.org is not in peer certificate", Cause.CERTIFICATE),
    ("UNAUTHENTICATED: Hostname Verification Check failed.", Cause.CERTIFICATE),
    ("UNAVAILABLE: Trying to connect an http1.x server", Cause.NOT_MILVUS),
]
"""What gRPC said, as measured with 1.67 and 1.85."""

RAISED = [
    (Raised("_InactiveRpcError", "UNAUTHENTICATED", "auth check failure"), Cause.LOGIN),
    (Raised("_InactiveRpcError", "PERMISSION_DENIED", "no"), Cause.PERMISSION),
    (Raised("MilvusException", "800", "database not found[database=x]"), Cause.DATABASE),
    (Raised("RuntimeError", "", "There is no current event loop in thread 'a'."), Cause.NO_LOOP),
    (Raised("FileNotFoundError", "", "No such file or directory: 'a.pem'"), Cause.TLS_FILE),
    (
        Raised("ConnectionConfigException", "1", "Alias of 'default' already creating connections"),
        Cause.ALIAS,
    ),
    (Raised("ConnectionConfigException", "1", "uri: abc is illegal"), Cause.ARGUMENTS),
    (Raised("_InactiveRpcError", "INTERNAL", "something new"), Cause.OTHER),
]


@pytest.mark.parametrize(("problem", "cause"), OBSERVED)
def test_what_grpc_says_of_the_channel_tells_the_cause(problem: str, cause: str) -> None:
    assert cause_of(PLAIN, (FAIL, TIMEOUT), problem, returned=True) == (cause, problem)
    # From 2.6.16 on the exception's own cause says it.
    status = Raised("_InactiveRpcError", "UNAVAILABLE", problem)
    assert cause_of(PLAIN, (FAIL, status), "", returned=True) == (cause, problem)


@pytest.mark.parametrize(("raised", "cause"), RAISED)
def test_the_exception_tells_the_cause(raised: Raised, cause: str) -> None:
    assert cause_of(PLAIN, (raised,), "", returned=True) == (cause, raised.text)


def test_a_login_that_was_not_given() -> None:
    raised = Raised("_InactiveRpcError", "UNAUTHENTICATED", "missing authorization in header")
    target = PLAIN._replace(login="")
    assert cause_of(target, (raised,), "", returned=True).cause == Cause.NO_LOGIN


def test_a_socket_that_is_closed_in_the_handshake_had_no_tls() -> None:
    target = PLAIN._replace(secure=True)
    found = cause_of(target, (FAIL,), "UNAVAILABLE: Socket closed", returned=True)
    assert found.cause == Cause.TLS_TO_PLAIN


def test_an_address_that_grpc_does_not_take() -> None:
    """pymilvus 2.6.10 makes an empty host name of the embedded server's socket."""
    file = ConnectTarget("/tmp/a.db", file="/tmp/a.db")
    assert cause_of(file, (), NO_TARGET, returned=False).cause == Cause.EMPTY_ADDRESS
    assert cause_of(PLAIN, (), NO_TARGET, returned=False).cause == Cause.ARGUMENTS


def test_the_target_of_a_connect() -> None:
    args = ("default", "root", "Secret-1")
    target = target_of(True, args, {"host": "db.example", "port": 19530, "timeout": 3})
    assert target == ConnectTarget("db.example:19530", "root:••••", alias="default", timeout=3)


def test_every_cause_has_words_and_advice() -> None:
    assert set(CAUSES) == set(ALL)
    assert [cause for cause in ALL if not cause_words(cause)] == [Cause.OTHER]
    # For the last one, the exception itself is all that is known.
    general = advice(KIND, "D")
    assert [cause for cause in ALL if advice(KIND, "D", cause) == general] == [Cause.OTHER]


def test_title() -> None:
    row = finding(KIND, detail="refused", name="127.0.0.1:19530", count=3)
    title = "Connecting to 127.0.0.1:19530 failed 3 times: connection refused"
    assert report_one(row).title == title
    assert report_one(finding(KIND)).title == "Connecting failed"


def test_a_later_attempt_makes_it_a_note() -> None:
    assert severity(KIND, "refused") == ERROR
    over = finding(KIND, detail="refused", ended_at=NOON + 5)
    assert report_one(over).severity == NOTE
