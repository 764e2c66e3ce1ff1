"""Printed lines are made safe: whatever a program prints, only text and colours are drawn."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from milvus_tui.sessions.session import OutputLine
from milvus_tui.tui.render.printed_lines import LONGEST, Decoder

PIECES = st.sampled_from(
    [
        "\x1b", "\x1b[", "\x1b]", "\x1bP", "\x9b", "\x9d", "\x07", "\x1b\\", "\r", "\b", "\t",
        "\x00",
        "\x1b[31m", "\x1b[0m", "\x1b[38;2;1;2;3m", "\x1b[2J", "\x1b[?1049h", "\x1b]0;title\x07",
        "\x1b]8;;http://example.org\x1b\\", "\u202e", "\u2028", "\x85", "a", "word ", "日本", "é",
        "🎉", "e\u0301",
    ]
)  # fmt: skip
LINES = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=30).map("".join)


def decoded(text: str, *, error: bool = False) -> str:
    return Decoder().decode(OutputLine(1, error, text)).plain


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("plain", "plain"),
        ("a\tb", "a       b"),
        ("12 %\r55 %\r100 %", "100 %"),
        ("typp\bo", "typo"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;a title\x07after", "after"),
        ("\x1b]8;;http://example.org\x1b\\a link\x1b]8;;\x1b\\", "a link"),
        ("\x1b]52;c;c2VjcmV0\x07x", "x"),
        ("a\x1b[2J\x1b[10;10Hb", "ab"),
        ("\x9b5Aup\x85", "up"),
        ("\x1bcreset", "reset"),
        ("cut off \x1b[3", "cut off "),
        ("right\u202eleft", "rightleft"),
        ("\x1bPq#0;2;0\x1b\\sixel", "sixel"),
    ],
)
def test_what_is_left_of_a_line(printed: str, shown: str) -> None:
    assert decoded(printed) == shown


@given(st.lists(LINES, max_size=4), st.integers(1, 40))
def test_no_control_character_is_drawn_and_no_letter_lost(texts: list[str], width: int) -> None:
    decoder = Decoder()
    for number, text in enumerate(texts, 1):
        line = decoder.decode(OutputLine(number, number % 2 == 0, text))
        pieces = line.pieces(width)
        assert len(pieces) == line.height(width)
        drawn = "".join(part for piece in pieces for part, _ in piece)
        assert drawn == line.plain
        assert not [c for c in drawn if unicodedata.category(c) in ("Cc", "Zl", "Zp")]
        assert not any("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" for c in drawn)
        for piece in pieces:
            # A letter of two cells does not fit into one.
            assert cell_len("".join(part for part, _ in piece)) <= max(width, 2)


def test_a_colour_lasts_until_it_is_changed_in_its_own_stream() -> None:
    decoder = Decoder()
    decoder.decode(OutputLine(1, False, "\x1b[31mred begins"))
    other = decoder.decode(OutputLine(2, True, "not here"))
    goes_on = decoder.decode(OutputLine(3, False, "still \x1b[0mover"))
    assert other.pieces(80) == [[("not here", None)]]
    ((first, second),) = goes_on.pieces(80)
    assert (first[0], second[0]) == ("still ", "over")
    assert first[1] is not None
    assert first[1].color is not None
    assert first[1].color.name == "color(1)"
    assert second[1] is not None
    assert second[1].color is None


def test_a_line_that_never_ends_is_cut() -> None:
    shown = decoded("x" * 1_000_000)
    assert len(shown) == LONGEST + 1
    assert shown.endswith("…")
