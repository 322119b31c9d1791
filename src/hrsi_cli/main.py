"""Entry point: nothing heavy is imported before it is needed, and no fault leaves as a traceback."""

from __future__ import annotations

import gc
import os
import sys

PASSED = 0
COULD_NOT_JUDGE = 2
INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        code = _flush(_version() if sys.argv[1:] in (["--version"], ["-V"]) else _run())
    except KeyboardInterrupt:
        from hrsi_cli.commands import interrupt

        interrupt.ignore()
        code = INTERRUPTED
    except Exception as error:
        code = _fault(error)
    gc.freeze()  # the interpreter would search everything for garbage twice more before it lets it go
    sys.exit(code)


def _version() -> int:
    """Say the version without loading anything; whatever goes wrong is put into words by the full run."""
    from hrsi_cli import __version__

    if sys.stdout is None:
        return _run()
    try:
        sys.stdout.write(f"hrsi {__version__}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        return PASSED
    except OSError:
        return _run()
    return PASSED


def _run() -> int:
    # loading fills the memory with objects that stay: looking for garbage among them took a tenth of a short run
    gc.set_threshold(300_000, 20, 20)
    from hrsi_cli.commands import interrupt

    interrupt.watch()
    from hrsi_cli.commands.run import run

    code = run(sys.argv[1:])
    interrupt.ignore()
    return code


def _flush(code: int) -> int:
    """Flush before the interpreter does, which would complain about a reader that has gone."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError) as error:
            if stream is sys.stdout and not isinstance(error, BrokenPipeError):
                code = COULD_NOT_JUDGE
            _discard(stream)
    return code


def _discard(stream: object) -> None:
    """Let what is still buffered go nowhere."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[attr-defined]  # ValueError without one
    except (OSError, ValueError):
        pass


def _fault(error: Exception) -> int:
    """A fault outside of what a run reports itself, such as a damaged installation."""
    if os.environ.get("HRSI_DEBUG"):
        import traceback

        traceback.print_exception(error)
    elif not isinstance(error, BrokenPipeError) and sys.stderr is not None:
        try:
            sys.stderr.write(f"hrsi: {type(error).__name__}: {str(error)[:200]!r}\n")
        except OSError:
            pass
    return _flush(COULD_NOT_JUDGE)
