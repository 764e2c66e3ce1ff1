"""Whether code that runs has anything left to do but to return: read from its instructions.

`def main(): client = MilvusClient(…)` and `main()` as a program's last line drop the client when
`main` returns, and the process ends at once with all of its connections. A client that is dropped
while the program still has something to do leaves a connection behind. What the end of a `with` or
a `finally` around `main()` does is a part of the program's end.
"""

from __future__ import annotations

import dis
import functools
from types import CodeType
from typing import Dict, List, Set

from milvus_tui.agent.hooks.call_sites import Stack

MOST_PLACES = 1_000
"""Places in the code whose answer is kept: it takes a thousand times as long to find."""

MOST_INSTRUCTIONS = 200
"""Most instructions that are followed; code with more has something left to do."""

_DROPS = ("STORE_", "DELETE_")
"""How the names of instructions begin that drop the former value of a variable."""

_ENDS = ("RETURN_", "RAISE_VARARGS")

_DOES_NOTHING = ("POP_", "LOAD_", "NOP", "CACHE", "BEGIN_FINALLY", "END_FINALLY")
"""How the names of instructions begin that only lead to the return."""

_BEGINS_WITH = ("SETUP_WITH", "BEFORE_WITH", "LOAD_SPECIAL")
"""Instructions that begin another `with`."""

_HANDLER, _HANDLER_ENDS = "PUSH_EXC_INFO", ("RERAISE", "END_FINALLY")
"""Instructions that begin (from Python 3.11 on) and end the handling of an exception."""


def has_more_to_do(frames: Stack) -> bool:
    """Whether any of these frames goes on after the call, or the end of a variable, it is in."""
    return any(_goes_on(code, offset) for code, offset in frames)


@functools.lru_cache(maxsize=MOST_PLACES)
def _goes_on(code: CodeType, offset: int) -> bool:
    instructions = list(dis.get_instructions(code))
    places = {each.offset: place for place, each in enumerate(instructions)}
    # The offset may be that of a cache behind the instruction, which the list leaves out.
    place = sum(each.offset <= offset for each in instructions) - 1
    if place < 0 or instructions[place].opname.startswith(_DROPS):
        return True
    return not _returns(instructions, places, place)


def _returns(instructions: List[dis.Instruction], places: Dict[int, int], place: int) -> bool:
    """Whether the instructions after a place end the same statement, and then return."""
    lines = _lines(instructions)
    here = {lines[place], *_lines_of_cleanups(instructions, places, lines)}
    for _ in range(MOST_INSTRUCTIONS):
        place += 1
        if place >= len(instructions):
            return True
        each = instructions[place]
        if each.opname.startswith(_ENDS):
            return True
        if each.opname in ("JUMP_FORWARD", "JUMP_ABSOLUTE"):
            target = places.get(int(each.argval), 0)
            if target <= place:
                return False  # a loop
            place = target - 1
        elif each.opname.startswith(("JUMP_BACKWARD", *_BEGINS_WITH)) or (
            lines[place] not in here and not each.opname.startswith(_DOES_NOTHING)
        ):
            return False
    return False


def _lines_of_cleanups(
    instructions: List[dis.Instruction], places: Dict[int, int], lines: List[int]
) -> Set[int]:
    """The lines that run after an exception, too: those of each `finally`, `with` and `except`."""
    found: Set[int] = set()
    for place, each in enumerate(instructions):
        if each.opname == "SETUP_WITH":  # up to Python 3.10, as is SETUP_FINALLY
            found.add(lines[place])
        # PUSH_EXC_INFO itself may have no line.
        begins = place + 1 if each.opname == _HANDLER else None
        if each.opname == "SETUP_FINALLY":
            begins = places.get(int(each.argval))
        if begins is not None:
            found.update(lines[begins : _end_of_handler(instructions, begins)])
    return found


def _end_of_handler(instructions: List[dis.Instruction], begins: int) -> int:
    ends = range(begins, len(instructions))
    return next((at for at in ends if instructions[at].opname in _HANDLER_ENDS), begins)


def _lines(instructions: List[dis.Instruction]) -> List[int]:
    """The line of each instruction."""
    lines, line = [], 0
    for each in instructions:
        # From Python 3.13 on, `starts_line` is a bool, and `line_number` the line.
        found = getattr(each, "line_number", None) or each.starts_line
        line = found if found and found is not True else line
        lines.append(line)
    return lines
