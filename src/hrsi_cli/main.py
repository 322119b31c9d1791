"""Entry point: nothing heavy is imported before it is needed, and no fault leaves as a traceback."""

from __future__ import annotations

import os
import sys

INTERRUPTED = 130
COULD_NOT_JUDGE = 2


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        if sys.argv[1:] in (["--version"], ["-V"]):
            from hrsi_cli import __version__

            sys.stdout.write(f"hrsi {__version__}\n")
            sys.stdout.flush()
            code = 0
        else:
            from hrsi_cli.commands.run import run

            code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    except OSError:
        code = COULD_NOT_JUDGE
    _leave(code)


def _leave(code: int) -> None:
    """Exit without the interpreter's own flush, which would complain about a reader that has gone."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno()) if not stream.closed else None
    sys.exit(code)
