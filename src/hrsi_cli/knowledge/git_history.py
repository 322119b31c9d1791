"""Older states of a file out of git. The only place of the program that starts a process.

Only commands that read are run, without hooks, filters, pagers, colours or the network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.text_file import decode, shown_path
from hrsi_cli.knowledge.yaml_reader import MAX_BYTES

_TIMEOUT = 60
"""Seconds; a repository that answers more slowly is on a network drive that hangs."""
_MOST_OUTPUT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that touched the file, and what the file was called in it."""

    id: str
    day: date
    subject: str
    path: str
    """Path from the top of the repository."""


def names_revision(argument: str) -> bool:
    """Whether an argument such as ``HEAD~1:plan.yaml`` names a file in git; a file of that name comes first."""
    if os.path.splitdrive(argument)[0]:  # a drive of Windows
        return False
    revision, colon, path = argument.partition(":")
    return bool(colon and revision and path) and not os.path.lexists(argument)


def read_revision(argument: str) -> str:
    """The text of ``REV:path``, where the path counts from the top of the repository or from this folder."""
    revision, _, path = argument.partition(":")
    if revision.startswith("-"):
        raise HrsiError(Message("git.no_revision", {"revision": echo(revision)}))
    folder = os.getcwd()
    _run(folder, ["rev-parse", "--git-dir"], "git.no_repository")
    _run(
        folder,
        ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"],
        "git.no_revision",
        revision=echo(revision),
    )
    for spelled in (path, f"./{path}"):
        content = _try(folder, ["cat-file", "blob", f"{revision}:{spelled}"])
        if content is not None:
            return _text(content, argument)
    raise HrsiError(Message("git.no_file", {"revision": echo(revision), "path": echo(path)}))


def commits_of(path: str, limit: int) -> tuple[tuple[Commit, ...], int]:
    """The newest commits that touched a file, oldest first, renames followed; and how many older ones there are."""
    folder, name = os.path.split(os.path.abspath(path))
    # NUL is the one character that a subject cannot hold
    words = ["log", "--follow", "--name-only", "-z", "--no-show-signature", "--format=%H%x00%cs%x00%s%x00", "--", name]
    output = _run(folder, words, "git.no_history", path=shown_path(path)).decode("utf-8", "replace")
    found = []
    parts = output.split("\0")
    at = 0
    while at + 3 < len(parts):
        id, day, subject, _ = parts[at : at + 4]
        at += 4
        if at < len(parts) and parts[at].startswith("\n"):  # a merge has no name behind it
            found.append(Commit(id, date.fromisoformat(day), subject, parts[at][1:]))
            at += 1
    if not found:
        raise HrsiError(Message("git.not_tracked", {"path": shown_path(path)}))
    return tuple(reversed(found[:limit])), max(0, len(found) - limit)


def read_at(commit: Commit, beside: str) -> str:
    """The text of the file in a commit; ``beside`` is the file as it is now."""
    folder = os.path.dirname(os.path.abspath(beside))
    words = ["cat-file", "blob", f"{commit.id}:{commit.path}"]
    return _text(_run(folder, words, "git.no_file", revision=commit.id[:10], path=echo(commit.path)), commit.path)


def _text(content: bytes, shown: str) -> str:
    if len(content) > MAX_BYTES:
        raise HrsiError(Message("git.too_large", {"path": echo(shown)}))
    return decode(content, echo(shown))


def _run(folder: str, words: Sequence[str], refusal: str, **values: str) -> bytes:
    content = _try(folder, words)
    if content is None:
        raise HrsiError(Message(refusal, values))
    return content


def _try(folder: str, words: Sequence[str]) -> bytes | None:
    """The output of a git command; None when it refuses. Raises HrsiError where there is no git at all."""
    git = shutil.which("git")
    if git is None:
        raise HrsiError(Message("git.missing"), Message("git.hint_missing"))
    command = [
        git,
        "--no-pager",
        "--literal-pathspecs",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "log.showSignature=false",
        "-C",
        folder,
        *words,
    ]
    environment = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}
    try:
        done = subprocess.run(  # noqa: S603  # a fixed program with words of our own, no shell
            command, stdin=subprocess.DEVNULL, capture_output=True, env=environment, timeout=_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        raise HrsiError(Message("git.slow", {"seconds": _TIMEOUT})) from None
    except OSError as error:
        raise HrsiError(Message("run.system_error", {"reason": error.strerror or str(error)})) from error
    if done.returncode != 0 or len(done.stdout) > _MOST_OUTPUT:
        return None
    return done.stdout
