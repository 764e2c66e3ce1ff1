"""The command `milvus-tui`: a group whose commands are imported when they are called."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING, NoReturn, cast

import click

from milvus_tui.cli import options
from milvus_tui.lifecycle.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

COMMANDS = {
    "lab": "Start a lab: a process in which you spawn and close clients.",
    "run": "Start a program and watch the connections of its processes.",
    "attach": "Watch a process that runs already.",
    "ps": "List the processes of yours that can be attached to.",
    "check": "Run a program without a screen and report what is wrong.",
    "demo": "Play scenarios and print what each release of pymilvus does.",
}
"""One line of help for each command, without a comma, where fish would cut the line.

The command `X` is the function `X` of the module `milvus_tui.cli.X`.
"""

DEFAULT = "lab"
"""The command that gets all arguments where the first one is no command."""

EPILOG = """
\b
Examples:
  milvus-tui                            a lab on an embedded Milvus Lite
  milvus-tui http://localhost:19530     a lab on a server of yours
  milvus-tui run python app.py          a program of yours, and its connections
  milvus-tui attach                     a process that runs already, from a list
  milvus-tui check pytest -q            what is wrong with a program, when it has ended
  milvus-tui demo                       what the installed pymilvus does, as a table

\b
Shell completion, in the shell's own start-up file:
  bash  eval "$(_MILVUS_TUI_COMPLETE=bash_source milvus-tui)"
  zsh   eval "$(_MILVUS_TUI_COMPLETE=zsh_source milvus-tui)"
  fish  _MILVUS_TUI_COMPLETE=fish_source milvus-tui | source

\b
Exit codes (run, check and demo have further ones, which their --help lists):
  0  you quit            1  the server or the target cannot be used
  2  wrong usage         3  milvus-tui crashed; it names a log file
  129, 130, 143          ended by SIGHUP, SIGINT, SIGTERM
"""


class CommandGroup(click.Group):
    """Imports a command when it is called, and takes arguments without a command as the lab's."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None if there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"milvus_tui.cli.{cmd_name}")
        return cast("click.Command", getattr(module, cmd_name))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Add the lab's name where the first word is no command and no option of the group."""
        own = {*COMMANDS, "--version", *ctx.help_option_names}
        completes_first_word = ctx.resilient_parsing and not args
        if not completes_first_word and (not args or args[0] not in own):
            if args and not ctx.resilient_parsing:
                _refuse_misspelled(args[0])
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Complete the first word: a command, or the lab's options and URI."""
        from click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=text)
            for name, text in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        if found:
            return found
        lab = self.get_command(ctx, DEFAULT)
        assert lab is not None
        if incomplete.startswith("-"):
            return lab.shell_complete(
                lab.make_context(DEFAULT, [], resilient_parsing=True), incomplete
            )
        return options.complete_files(ctx, None, incomplete)


@click.command(
    cls=CommandGroup,
    name="milvus-tui",
    epilog=EPILOG,
    context_settings=options.CONTEXT,
    subcommand_metavar="[COMMAND] [ARGUMENTS]...",
)
@options.VERSION
def group() -> None:
    """A terminal dashboard of the live Milvus connections of Python processes: which client
    stands on which connection, whether each still works, and what breaks when one is closed.

    `milvus-tui [OPTIONS] [URI]` is short for `milvus-tui lab [OPTIONS] [URI]`.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `milvus-tui` and exit. Each error is one line on standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.exit(group.main(given, prog_name="milvus-tui", standalone_mode=False))
    except click.ClickException as error:
        message = " ".join(error.format_message().split()).rstrip(".")
        command = given[0] if given and given[0] in COMMANDS else DEFAULT
        click.echo(f"milvus-tui: {message} (milvus-tui {command} --help explains)", err=True)
        sys.exit(ExitCode.USAGE)
    except options.Refusal as refusal:
        click.echo(f"milvus-tui: {refusal}", err=True)
        sys.exit(ExitCode.USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo(err=True)
        sys.exit(ExitCode.INTERRUPT)
    except BrokenPipeError:
        # The reader of --help has ended: the interpreter must not flush to it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(ExitCode.OK)


def _refuse_misspelled(word: str) -> None:
    """Refuse a word that is nearly a command, and which no URI can be.

    Raises:
        Refusal: with the command that is meant.
    """
    if not word.isalpha():
        return
    import difflib

    meant = [name for name in COMMANDS if name.startswith(word)]
    for name in (meant or difflib.get_close_matches(word, COMMANDS))[:1]:
        raise options.Refusal(f"there is no command {word!r}: did you mean milvus-tui {name}?")
