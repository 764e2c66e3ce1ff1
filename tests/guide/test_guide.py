"""Scenarios 1 to 8 of the guide, by the dashboard's own keys, on two real servers.

With pymilvus 2.6.6, the generation that the guide describes: the screen must say what the
guide says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.guide.conftest import dashboard

if TYPE_CHECKING:
    from tests.servers import Server


def all_of(count: int, word: str, first: int = 1) -> dict[str, str]:
    return {f"c{number}": word for number in range(first, first + count)}


async def test_1_clients_with_the_same_parameters_share_a_connection(server: Server) -> None:
    async with dashboard(server) as user:
        await user.spawn()
        await user.sees_states(c1="works")
        for _ in range(10):
            known = len(user.states)
            await user.pilot.press("a")
            await user.see(lambda known=known: len(user.states) == known + 1, "one more")  # type: ignore[misc]
        await user.sees_states(**all_of(11, "works"))
        await user.sees("11 clients")
        await user.see(lambda: user.screen.count("socket 127.0.0.1:") == 1, "one socket")
        await user.sees("1 connection")
        await user.sees("● 11 work")
        await user.sees("shared by   10 other clients")


async def test_2_closing_one_breaks_all_others(server: Server) -> None:
    async with dashboard(server) as user:
        await user.spawn(count="11")
        await user.sees_states(**all_of(11, "works"))
        await user.close("c1", breaks="c2 … c11 (10 clients)")
        await user.sees_states(**{**all_of(11, "fails"), "c1": "closed"})
        await user.sees("c1.close() from the lab broke c2 … c11 (10)")
        await user.sees("✗ 10 fail  ○ 1 closed")
        await user.select("c7")
        await user.sees("ConnectionNotExistException")
        await user.sees("should create connection first.")
        await user.sees("cause       c1.close() from")


async def test_3_clients_made_in_a_thread_each_share_too(server: Server) -> None:
    async with dashboard(server) as user:
        await user.spawn(count="10", own_thread=True)
        await user.sees_states(**all_of(10, "works"))
        await user.sees("10 clients · 10 threads")
        for number in range(1, 11):
            await user.sees(f"thread-{number} ")
        await user.see(lambda: user.screen.count("socket 127.0.0.1:") == 1, "one socket")
        await user.sees("1 connection")


async def test_4_one_client_copied_to_threads(server: Server) -> None:
    async with dashboard(server) as user:
        await user.spawn()
        await user.sees_states(c1="works")
        await user.select("c1")
        await user.pilot.press("t")
        await user.sees("Hand c1 to threads")
        await user.pilot.press("1", "0", "enter")
        workers = {f"worker_{number}": "works" for number in range(1, 11)}
        await user.sees_states(c1="works", **workers)
        await user.sees("1 client · 11 threads")
        await user.sees("1 connection")
        await user.pilot.press("T")
        await user.sees_states(c1="works")


async def test_5_another_database_is_another_alias(server: Server) -> None:
    async with dashboard(server) as user:
        await user.spawn()
        await user.spawn(database="test_DB", create_database=True)
        await user.sees_states(c1="works", c2="works")
        await user.sees("2 connections")
        await user.sees("alias http://127.0.0.1")
        await user.see(lambda: user.screen.count("test_DB") >= 2, "the database and its alias")
        await user.close("c2")
        await user.sees_states(c1="works", c2="closed")


async def test_6_another_login_is_another_alias(server: Server) -> None:
    # A server that checks logins knows one: as a token for c1, as user and password for c2.
    name, password = (server.user, server.password) if server.user else ("somebody", "secret")
    async with dashboard(server) as user:
        await user.spawn()
        await user.spawn(login="user", user=name, password=password)
        await user.sees_states(c1="works", c2="works")
        await user.sees("2 connections")
        await user.sees(f"{name}:••••")
        assert password not in user.screen.replace("Milvus Lite", "").replace("Milvus 2", "")
        await user.close("c2")
        await user.sees_states(c1="works", c2="closed")


async def test_7_another_server_is_another_connection_and_socket(
    server: Server, lite: Server, standalone: Server
) -> None:
    other = standalone if server.uri == lite.uri else lite
    login = {"login": "token", "token": other.token} if other.token else {}
    async with dashboard(server) as user:
        await user.spawn()
        await user.spawn(uri=other.uri, **login)
        await user.sees_states(c1="works", c2="works")
        await user.see(lambda: user.screen.count("socket 127.0.0.1:") == 2, "two sockets")
        await user.sees(f"→ {other.address}")
        await user.close("c2")
        await user.sees_states(c1="works", c2="closed")


async def test_8_aliases_of_ones_own_are_two_connections_on_one_socket(server: Server) -> None:
    async with dashboard(server) as user:
        await user.spawn(alias="c1-alias")
        await user.spawn(alias="c2-alias")
        await user.sees_states(c1="works", c2="works")
        await user.sees("2 connections")
        await user.see(lambda: user.screen.count("socket 127.0.0.1:") == 1, "one socket")
        await user.sees("alias c1-alias")
        await user.sees("alias c2-alias")
        await user.close("c2")
        await user.sees_states(c1="works", c2="closed")
        await user.pilot.press("d")
        await user.sees("is dropped without close()")
        await user.pilot.press("y")
        await user.sees_states(c1="works")
        await user.select("c1")
        await user.pilot.press("d")
        await user.sees("That is a leak.")
        await user.pilot.press("y")
        await user.sees("⚠ leaked: no client left (1 dropped)")
        await user.sees("c1 was dropped without close(): its alias c1-alias leaks")
