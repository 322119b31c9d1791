"""One run of the command line: language, parsing, and every error in one place."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from hrsi_cli.commands.errors import say_error, say_problems
from hrsi_cli.commands.language import environment, resolve_language
from hrsi_cli.commands.speech import speak
from hrsi_cli.domain.problem import HrsiError, InputError, Message

PASSED, FAILED, COULD_NOT_JUDGE, INTERRUPTED = 0, 1, 2, 130


def run(argv: Sequence[str]) -> int:
    """Run a command line; returns the exit code and never raises for a user's mistake."""
    from hrsi_cli.knowledge.store import load_catalogue

    _steady_streams()
    catalogue = load_catalogue(resolve_language(argv, environment(), lambda: None))
    speak(catalogue)
    try:
        from hrsi_cli.commands.app import build_app

        code = build_app()(list(argv), standalone_mode=False, prog_name="hrsi")
        return code if isinstance(code, int) else PASSED
    except InputError as error:
        say_problems(error.problems, catalogue)
    except HrsiError as error:
        say_error(error.message, error.hint, catalogue)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:
        say_error(Message("run.system_error", {"reason": error.strerror or str(error)}), None, catalogue)
    except Exception as error:
        return _unexpected(error)
    return COULD_NOT_JUDGE


def _unexpected(error: Exception) -> int:
    """Usage errors of the parser, its exits, and faults of our own."""
    from hrsi_cli.commands.speech import catalogue

    if hasattr(error, "format_message") and hasattr(error, "exit_code"):
        context = getattr(error, "ctx", None)
        usage = context.get_usage() if context is not None else ""
        hint = Message("run.try_help", {"command": context.command_path}) if context is not None else None
        if usage:
            sys.stderr.write(usage + "\n")
        say_error(Message("run.usage", {"reason": error.format_message()}), hint, catalogue())
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
    """A stream that cannot show a character shows its escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        encoding = (getattr(stream, "encoding", "") or "").lower().replace("-", "")
        if stream is not None and encoding != "utf8" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
