"""Environments of other releases: created once, kept, and the errors if that fails."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from milvus_tui.sessions.lab_session import LabOptions, LabSession
from milvus_tui.sessions.releases import release_environments
from tests import servers
from tests.labs import SECONDS, Lab, lab

if TYPE_CHECKING:
    from collections.abc import Callable

UV_CREATES_AN_ENVIRONMENT = """#!/bin/sh
echo "$*" >> {log}
case "$*" in
venv*) for folder; do :; done; mkdir -p $folder/bin; cp /bin/{python} $folder/bin/python;;
esac
"""

UV_FAILS = """#!/bin/sh
cat >&2 <<END
{errors}
END
exit 2
"""

UV_WAITS = """#!/bin/sh
exec sleep 600
"""

NO_WHEEL = """error: No solution found when resolving dependencies
  cause: Because grpcio>=1.49.1,<=1.60.0 has no usable wheels and pymilvus==2.4.0 depends on
         grpcio>=1.49.1,<=1.60.0, we can conclude that pymilvus==2.4.0 cannot be used.

hint: Wheels are required for `grpcio` because building from source is disabled (`--no-build`)"""

MISSING = """  × No solution found when resolving dependencies:
  ╰─▶ Because there is no version of pymilvus==2.5.99 and you require pymilvus==2.5.99, we can
      conclude that your requirements are unsatisfiable."""

NO_NETWORK = """error: Request failed after 3 retries
  Caused by: Failed to fetch: `http://user:Secret-4711@127.0.0.1:9/simple/pymilvus/`
  Caused by: error sending request for url
  Caused by: client error (Connect)
  Caused by: Connection refused (os error 111)"""


NO_WHEEL_HERE = (
    "it needs a package without a wheel for this machine, neither for Python"
    f" {sys.version_info[0]}.{sys.version_info[1]} nor 3.11"
)

CANNOT = "pymilvus 2.5.3 cannot be installed"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv(release_environments.FOLDER_VARIABLE, str(tmp_path / "releases"))
    return tmp_path / "releases"


@pytest.fixture
def uv_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Replace uv by a script."""

    def replace(script: str) -> None:
        path = tmp_path / "uv"
        path.write_text(script)
        path.chmod(0o755)
        monkeypatch.setattr(release_environments, "_uv", lambda: [str(path)])

    return replace


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def test_the_known_releases_and_their_representatives() -> None:
    assert len(release_environments.KNOWN) == len(set(release_environments.KNOWN)) == 56
    assert (release_environments.KNOWN[0], release_environments.KNOWN[-1]) == ("2.4.0", "3.0.2")
    assert set(release_environments.REPRESENTATIVES) < set(release_environments.KNOWN)
    for release in release_environments.KNOWN:
        release_environments.check(release)


@pytest.mark.parametrize(
    "release", ["", "2.6", "2.6.6.1", "v2.6.6", "latest", "../2.6.6", "2.6.6 ", "--help", "２.6.6"]
)
def test_a_text_that_is_no_release_is_refused_at_once(release: str) -> None:
    with pytest.raises(release_environments.ReleaseError, match="is no release of pymilvus"):
        release_environments.check(release)


@pytest.mark.parametrize("release", ["2.6.0rc1", "2.7.0", "3.1.0b2", "2.6.18.dev3", "3.0.0.post1"])
def test_a_text_that_may_be_a_release_is_accepted(release: str) -> None:
    release_environments.check(release)


def test_a_release_that_is_too_old_is_refused() -> None:
    with pytest.raises(
        release_environments.ReleaseError, match=r"2\.3\.9 is too old: a target needs 2\.4"
    ):
        release_environments.check("2.3.9")


@pytest.mark.parametrize("release", ["installed", "2.6.6"])
def test_the_installed_release_is_our_own_interpreter(release: str, folder: Path) -> None:
    assert release_environments.python_for(release) == Path(sys.executable)
    assert not folder.exists()


def test_it_is_created_once_and_kept(folder: Path, uv_is: Callable[[str], None]) -> None:
    log = folder.with_name("log")
    uv_is(UV_CREATES_AN_ENVIRONMENT.format(log=log, python="true"))
    reported: list[str] = []
    python = release_environments.python_for("2.4.3", reported.append)
    assert python == folder / f"2.4.3-{sys.implementation.cache_tag}" / "bin" / "python"
    assert python.exists()
    assert reported == ["installing pymilvus 2.4.3"]
    assert kept(folder) == [f"2.4.3-{sys.implementation.cache_tag}"]
    venv, install = log.read_text().splitlines()
    assert venv.startswith("venv ")
    assert install.endswith("pymilvus==2.4.3 setuptools<81 marshmallow<4")
    assert release_environments.python_for("2.4.3", reported.append) == python
    assert len(reported) == 1
    assert len(log.read_text().splitlines()) == 2


def test_two_callers_of_one_release_wait_for_each_other(
    folder: Path, uv_is: Callable[[str], None]
) -> None:
    log = folder.with_name("log")
    uv_is(UV_CREATES_AN_ENVIRONMENT.format(log=log, python="true"))
    found: list[Path] = []
    threads = [
        threading.Thread(target=lambda: found.append(release_environments.python_for("2.5.3")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert len(found) == 4
    assert len(set(found)) == 1
    assert len(log.read_text().splitlines()) == 2, "one venv and one install"


@pytest.mark.parametrize(
    ("errors", "line"),
    [
        (MISSING, "there is no pymilvus 2.5.3: PyPI lists all releases"),
        (
            NO_NETWORK,
            f"{CANNOT}: the package index cannot be reached (Connection refused (os error 111))",
        ),
        (
            NO_WHEEL,
            f"{CANNOT}: {NO_WHEEL_HERE}",
        ),
        (
            "error: something\n  else at https://me:Secret-4711@index",
            f"{CANNOT}: error: something else at https://••••@index",
        ),
        (
            "Traceback (most recent call last):\n  File x\nImportError: no module",
            f"{CANNOT}: ImportError: no module",
        ),
    ],
)
def test_an_error_of_uv_becomes_one_line(
    folder: Path, uv_is: Callable[[str], None], errors: str, line: str
) -> None:
    uv_is(UV_FAILS.format(errors=errors))
    with pytest.raises(release_environments.ReleaseError) as raised:
        release_environments.python_for("2.5.3")
    assert str(raised.value) == line
    assert "Secret" not in str(raised.value)
    assert kept(folder) == []


def test_a_cache_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(release_environments.FOLDER_VARIABLE, str(tmp_path / "file" / "releases"))
    with pytest.raises(
        release_environments.ReleaseError, match=r"cannot be installed in .*Not a directory"
    ):
        release_environments.python_for("2.5.3")


def test_a_missing_platformdirs_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(release_environments.FOLDER_VARIABLE)
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    with pytest.raises(release_environments.ReleaseError, match="pip install uv platformdirs"):
        release_environments.check("2.5.3")


def test_by_default_they_are_kept_in_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(release_environments.FOLDER_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert release_environments.folder().is_relative_to(tmp_path)
    assert release_environments.folder().parts[-2:] == ("milvus-tui", "releases")


@pytest.mark.parametrize("release", servers.RELEASES)
def test_each_representative_has_its_release(release: str) -> None:
    show = "import importlib.metadata as m; print(m.version('pymilvus'))"
    argv = [str(servers.interpreter(release)), "-c", show]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == release


class TestALabWithARelease:
    def test_runs_with_it(self, lite: servers.Server) -> None:
        with lab(lite.uri, release="2.6.10", timeout=SECONDS) as running:
            assert running.snapshot.target[0].pymilvus == "2.6.10"

    def test_reports_its_status_and_ends_at_once(
        self, folder: Path, uv_is: Callable[[str], None], runtime_dir: Path
    ) -> None:
        uv_is(UV_WAITS)
        session = LabSession(LabOptions(release="2.5.3"))
        running = Lab(session)
        session.start()
        running.wait(lambda: session.status == "installing pymilvus 2.5.3", "the status")
        session.stop()
        assert session.failure is None
        assert kept(folder) == []
        assert list(runtime_dir.iterdir()) == []

    def test_fails_in_one_line(self, folder: Path, uv_is: Callable[[str], None]) -> None:
        uv_is(UV_FAILS.format(errors=MISSING))
        session = LabSession(LabOptions(release="2.5.3"))
        running = Lab(session)
        session.start()
        try:
            running.wait(lambda: session.failure, "the failure")
            assert str(session.failure).startswith("there is no pymilvus 2.5.3")
        finally:
            session.stop()
        assert kept(folder) == []
