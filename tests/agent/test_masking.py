"""Masking removes every secret; two masked secrets can still be told apart."""

from __future__ import annotations

import base64
import hashlib

from hypothesis import given
from hypothesis import strategies as st

from milvus_tui.agent import masking

SECRETS = st.text("abcdefghijkmnopqrstuvwxyzABCDEFGH0123456789!$%-_.~", min_size=12)
USERS = st.text("uvwxyz", min_size=1, max_size=8)


@given(USERS, SECRETS)
def test_a_login_shows_its_user_only(user: str, secret: str) -> None:
    assert masking.login(user, secret) == f"{user}:••••"
    assert masking.login(token=f"{user}:{secret}") == f"{user}:••••"


@given(SECRETS, SECRETS)
def test_tokens_can_be_told_apart_and_not_recovered(one: str, other: str) -> None:
    shown = masking.login(token=one)
    assert one not in shown
    assert hashlib.sha256(one.encode()).hexdigest()[:8] not in shown
    assert (shown == masking.login(token=other)) is (one == other)


@given(USERS, SECRETS)
def test_uris_and_texts_with_uris(user: str, secret: str) -> None:
    for text in (f"https://{user}:{secret}@host:1/db", f"Illegal uri: [http://{user}:{secret}@h]"):
        shown = masking.uri(text)
        assert secret not in shown
        assert f"{user}:••••@" in shown
    assert secret not in masking.uri(f"http://{secret}@host:1")


@given(SECRETS)
def test_an_alias_built_from_a_tokens_md5(secret: str) -> None:
    digest = hashlib.md5(secret.encode(), usedforsecurity=False).hexdigest()
    shown = masking.alias(f"http://localhost:19530-{digest}")
    assert digest not in shown
    assert shown.startswith("http://localhost:19530-token ")


def test_a_uuid_is_not_masked() -> None:
    uuid = "16b63484df164928b4bca56608403bdc"
    assert masking.alias(uuid) == uuid


@given(USERS, SECRETS)
def test_errors_lose_headers_and_known_secrets(user: str, secret: str) -> None:
    header = base64.b64encode(f"{user}:{secret}".encode()).decode()
    shown = masking.message(f"sent authorization: {header} with {secret} to it", secret)
    assert header not in shown
    assert secret not in shown


def test_a_password_is_masked_as_a_whole_word_only() -> None:
    text = masking.message("MilvusException: Milvus is not ready", "Milvus")
    assert text == "MilvusException: •••• is not ready"
