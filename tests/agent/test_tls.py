"""TLS with a real server: the options reach every client, and errors name them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trustme

from milvus_tui.model.attempts import cause_words
from milvus_tui.wire import Cause, Kind
from tests import servers
from tests.labs import lab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server

PROGRAM = Path(__file__).with_name("watched_program.py")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The files of a certificate chain for localhost, and of its key."""
    folder = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    pem, key = folder / "server.pem", folder / "server.key"
    for blob in (*issued.cert_chain_pems, authority.cert_pem):
        blob.write_to_path(pem, append=True)
    issued.private_key_pem.write_to_path(key)
    return pem, key


@pytest.fixture(scope="module")
def secure(certificate: tuple[Path, Path]) -> Iterator[Server]:
    """Milvus 2.3.5 standalone with TLS and authentication."""
    if reason := servers.why_no_standalone():
        pytest.skip(reason)
    with servers.standalone_server(*certificate) as server:
        yield server


@pytest.mark.parametrize("release", ["2.4.15", "2.6.6", "2.6.9", "3.0.2"])
def test_clients_of_a_tls_server(
    release: str, secure: Server, certificate: tuple[Path, Path]
) -> None:
    tls = {"server_pem_path": str(certificate[0]), "server_name": "localhost"}
    python = servers.interpreter(release)
    with lab(secure.uri, token=secure.token, tls=tls, python=python) as run:
        clients = run.spawn(3)
        run.settled(clients, "works")
        assert all(run.snapshot.connections[key].secure for key in run.connections(clients))
        (other,) = run.spawn(1, database="tls_db", create_database=True)
        run.settled([other], "works")


def test_a_server_without_tls_gets_no_tls_options(
    secure: Server, lite: Server, certificate: tuple[Path, Path]
) -> None:
    tls = {"secure": True, "server_pem_path": str(certificate[0]), "server_name": "localhost"}
    with lab(secure.uri, token=secure.token, tls=tls) as run:
        clients = run.spawn(1) + run.spawn(1, uri=lite.uri, token="another:login")
        run.settled(clients, "works")
        secured = [run.snapshot.connections[run.alias(c).connection or 0].secure for c in clients]
        assert secured == [True, False]


@pytest.mark.parametrize("release", ["2.4.15", "2.6.6", "2.6.9", "3.0.2"])
def test_files_that_another_client_displaced_are_found(
    release: str, secure: Server, certificate: tuple[Path, Path], runtime_dir: Path
) -> None:
    pem = certificate[0]
    other = shutil.copy(pem, pem.with_name("secret-folder-other.pem"))
    program = [str(PROGRAM), "tls_files", secure.uri, secure.token, str(pem), str(other)]
    done = subprocess.run(
        [servers.interpreter(release), "-W", "ignore", *program],
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "PYTHONPATH": str(servers.ROOT),
            "MILVUS_TUI_RUNTIME_DIR": str(runtime_dir),
        },
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    ignored = [row["ignored"] for row in rows["clients"]]
    shares = release != "2.4.15"
    assert ignored == [[], [], [["server_pem_path", "secret-folder-other.pem"]] if shares else []]
    found = [row for row in rows["findings"] if row["kind"] == Kind.IGNORED_SETTINGS]
    assert [(row["client"], row["detail"]) for row in found] == ([(3, "tls")] if shares else [])
    assert str(pem.parent) not in json.dumps(rows["findings"])
    assert rows["faults"] == []


def test_an_untrusted_certificate_is_explained(secure: Server) -> None:
    with (
        pytest.raises(AssertionError, match=r"--server-pem-path, --server-name"),
        lab(secure.uri, token=secure.token, timeout=2.0),
    ):
        pass


def test_http_to_an_https_server(secure: Server) -> None:
    uri = secure.uri.replace("https://", "http://")
    with (
        pytest.raises(AssertionError, match="no Milvus server answers at http://localhost"),
        lab(uri, token=secure.token, timeout=2.0),
    ):
        pass


CAUSES = {
    "no-tls": (Cause.PLAIN_TO_TLS, "http", {}),
    "unknown-authority": (Cause.CERTIFICATE, "https", {}),
    "wrong-name": (Cause.CERTIFICATE, "https", {"server_name": "example.org"}),
    "no-such-file": (Cause.TLS_FILE, "https", {"server_pem_path": "no_such.pem"}),
}
"""What is wrong with a client, and what the cause is called."""


@pytest.mark.parametrize("release", ["2.4.15", "2.6.10", "3.0.2"])
@pytest.mark.parametrize("fault", CAUSES)
def test_what_is_wrong_with_the_tls_of_a_client(
    release: str, fault: str, secure: Server, certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    cause, scheme, options = CAUSES[fault]
    if fault == "wrong-name":
        options = {**options, "server_pem_path": str(certificate[0])}
    port = secure.uri.rpartition(":")[2]
    given = {"uri": f"{scheme}://localhost:{port}", "token": secure.token, "timeout": 2}
    if scheme == "https":
        given["secure"] = True
    program = tmp_path / "program.py"
    program.write_text(
        "from pymilvus import MilvusClient\n"
        f"try: MilvusClient(**{ {**given, **options}!r})\n"
        "except Exception as error: print(type(error).__name__)\n"
    )
    report = tmp_path / "found.json"
    command = [str(servers.interpreter(release)), "-W", "ignore", str(program)]
    check = [sys.executable, "-m", "milvus_tui", "check", "--json", str(report), "--", *command]
    run = subprocess.run(check, capture_output=True, text=True, timeout=120, check=False)
    assert run.stdout.strip(), run.stderr
    ((found,),) = (each["findings"] for each in json.loads(report.read_text())["processes"])
    assert found["kind"] == Kind.FAILED_CONNECTION
    assert cause_words(cause) in found["title"], run.stderr
