"""One run of the command line: language, parsing, and every error in one place."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hrsi_cli.commands import config, interrupt
from hrsi_cli.commands.errors import say_error, say_lines, say_problems
from hrsi_cli.commands.language import environment, resolve_language
from hrsi_cli.commands.speech import speak
from hrsi_cli.domain.problem import HrsiError, InputError, Message

if TYPE_CHECKING:
    from hrsi_cli.domain.catalogue import Catalogue

PASSED, COULD_NOT_JUDGE, INTERRUPTED = 0, 2, 130


def run(argv: Sequence[str]) -> int:
    """Run a command line; returns the exit code and never raises for a user's mistake."""
    from hrsi_cli.knowledge import files_of_run
    from hrsi_cli.knowledge.compiled import load_catalogue

    _steady_streams()
    files_of_run.begin()
    config.begin(argv)
    try:
        catalogue = load_catalogue(resolve_language(argv, environment(), config.configured_language))
    except InputError as error:
        # a checkout with a broken sentence has no words yet to say so in
        say_lines([f"{problem.path}:{problem.position.line}: {problem.message.id}" for problem in error.problems])
        return COULD_NOT_JUDGE
    speak(catalogue)
    from hrsi_cli.commands import knowledge

    knowledge.begin()
    try:
        from hrsi_cli.commands.app import build_app

        if not config.asks_for_help(argv):
            config.check()
        code = build_app(None if "_HRSI_COMPLETE" in os.environ else argv)(list(argv), standalone_mode=False, prog_name="hrsi")
        if sys.stdout is None and _only_tells(argv):
            raise HrsiError(Message("run.no_stdout"))  # Typer leaves its own texts out silently
        return code if isinstance(code, int) else PASSED
    except InputError as error:
        say_problems(error.problems, catalogue)
    except HrsiError as error:
        say_error(error.message, error.hint, catalogue)
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as leaving:
        return _left(leaving, argv)
    except OSError as error:
        say_error(Message("run.system_error", {"reason": error.strerror or str(error)}), None, catalogue)
    except Exception as error:
        return INTERRUPTED if interrupt.pending() else _unexpected(error)
    finally:
        knowledge.end()
        _tell_unconfirmed(files_of_run.unconfirmed(), catalogue)
    return COULD_NOT_JUDGE


def _tell_unconfirmed(paths: Sequence[str], words: Catalogue) -> None:
    """A file is written in spite of it, so this changes no exit code."""
    if paths:
        from hrsi_cli.knowledge.text_file import shown_path

        say_lines([words.say("write.not_confirmed", path=shown_path(path)) for path in paths])


def _only_tells(argv: Sequence[str]) -> bool:
    """Whether the run only shows a help text or the version, which Typer writes itself."""
    return config.asks_for_help(argv) or any(word in ("--version", "-V") for word in argv)


def _left(leaving: SystemExit, argv: Sequence[str]) -> int:
    """The exit code where Typer left by itself."""
    if "_HRSI_COMPLETE" in os.environ or any(word in ("--install-completion", "--show-completion") for word in argv):
        return leaving.code if isinstance(leaving.code, int) else PASSED  # shells go by it
    # Typer's answer to a reader that has gone while it wrote its own texts: they cannot fail a gate
    return PASSED if isinstance(leaving.__context__, BrokenPipeError) and _only_tells(argv) else COULD_NOT_JUDGE


def _unexpected(error: Exception) -> int:
    """Usage errors of the parser, its exits, and faults of our own."""
    from hrsi_cli.commands.speech import catalogue

    if hasattr(error, "format_message") and hasattr(error, "exit_code"):
        from hrsi_cli.commands.helping import usage_error

        context = getattr(error, "ctx", None)
        if type(error).__name__ == "NoArgsIsHelpError":  # its message is the help text
            say_lines([error.format_message()])
            return COULD_NOT_JUDGE
        usage = context.get_usage() if context is not None else ""
        message, near = usage_error(error)
        hint = Message("run.try_help", {"command": context.command_path}) if context is not None else None
        if usage:
            say_lines([usage])
        say_error(message, near or hint, catalogue())
        return COULD_NOT_JUDGE
    if hasattr(error, "exit_code"):
        return int(error.exit_code)
    if type(error).__name__ == "Abort":
        return INTERRUPTED
    if os.environ.get("HRSI_DEBUG"):
        raise error
    say_error(
        Message("run.internal", {"kind": type(error).__name__, "reason": str(error)[:200]}),
        Message("run.internal_hint"),
        catalogue(),
    )
    return COULD_NOT_JUDGE


def _steady_streams() -> None:
    """A stream that cannot show a character shows its escape instead of failing; a closed stderr swallows."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it stays open to the end
    for stream in (sys.stdout, sys.stderr):
        encoding = (getattr(stream, "encoding", "") or "").lower().replace("-", "")
        if stream is not None and encoding != "utf8" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
