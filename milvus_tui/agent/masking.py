"""Replaces secrets before anything is stored or sent.

A token is shown as `root:••••` or as `token 1a2b3c4d`, eight hex digits of a hash that is
salted anew in every process: two tokens can be told apart, none can be recovered.
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import Tuple

DOTS = "••••"
_SALT = os.urandom(16)

_CREDENTIALS = re.compile(r"(://)([^/@\s]*)@")
# The header in which gRPC sends a login, in case a library puts it into a message.
_HEADER = re.compile(r"(authorization['\"]?\s*[:=,]\s*['\"]?)[^\s'\",)\]]+", re.IGNORECASE)
# pymilvus 2.5.13-2.6.9 ends an alias with the bare MD5 of the token, which can be reversed by
# guessing.
_MD5_IN_ALIAS = re.compile(r"(?<=-)[0-9a-f]{32}(?=-loop\d+$|$)")


def fingerprint(secret: str) -> str:
    """Return eight hex digits, which are the same for the same secret in this process only."""
    return hashlib.sha256(_SALT + secret.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def login_fingerprints(header: str) -> Tuple[str, str]:
    """Return fingerprints of the user and of the whole login of a header; empty for none."""
    user = header.partition(":")[0] if ":" in header else ""
    return fingerprint(user) if user else "", fingerprint(header) if header else ""


def login(user: str = "", password: str = "", token: str = "") -> str:
    """Return a login as shown, empty for none. A token `user:password` shows its user."""
    if token:
        name, colon, _ = token.partition(":")
        return f"{name}:{DOTS}" if colon else f"token {fingerprint(token)}"
    if user:
        return f"{user}:{DOTS}" if password else user
    return ""


def uri(text: str) -> str:
    """Return a URI, or a text that contains URIs, without the URIs' secrets."""
    return _CREDENTIALS.sub(lambda match: f"{match.group(1)}{_userinfo(match.group(2))}@", text)


def uri_login(text: str) -> str:
    """Return the masked login in a URI, empty for none."""
    match = _CREDENTIALS.search(text)
    return _userinfo(match.group(2)) if match else ""


def _userinfo(text: str) -> str:
    # pymilvus from 2.6.10 takes a lone user name for a token, so it is masked like a token.
    return login(token=text)


def alias(text: str) -> str:
    """Return an alias of `connections` masked: pymilvus builds it from a URI and a token's MD5."""
    return _MD5_IN_ALIAS.sub(lambda m: f"token {fingerprint(m.group())}", uri(text))


def message(text: str, *secrets: str) -> str:
    """Return an error's text without URIs' secrets, authorization headers and `secrets`."""
    text = _HEADER.sub(rf"\1{DOTS}", uri(text))
    for secret in secrets:
        if secret:
            # Whole words only: the password `Milvus` must not mask a part of `MilvusClient`.
            text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", DOTS, text)
    return text
