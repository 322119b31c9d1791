"""Which configuration file holds for a folder. Every run asks this, so the module stays light."""

from __future__ import annotations

import os
from collections.abc import Iterator

FILES = ("hrsi.toml", ".hrsi.toml")
PYPROJECT = "pyproject.toml"
MAX_BYTES = 1 << 20
_REPOSITORY = (".git", ".hg", ".svn")


def find_config(start: str) -> str | None:
    """The nearest configuration from a folder up to the root of its repository.

    Outside a repository the search goes up to the root of the disk, but passes over files of other users:
    in a shared folder anybody could have put one there.
    """
    folders = list(_upward(start))
    inside = _is_root(folders[-1])
    for folder in folders:
        for name in (*FILES, PYPROJECT):
            path = os.path.join(folder, name)
            if _is_ours(path, anybody=inside or folder == folders[0]) and (name != PYPROJECT or _has_section(path)):
                return path
    return None


def _upward(start: str) -> Iterator[str]:
    folder = os.path.abspath(start)
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if _is_root(folder) or parent == folder:
            return
        folder = parent


def _is_root(folder: str) -> bool:
    return any(os.path.exists(os.path.join(folder, name)) for name in _REPOSITORY)


def _is_ours(path: str, *, anybody: bool) -> bool:
    try:
        status = os.stat(path)
    except OSError:
        return False
    return anybody or not hasattr(os, "getuid") or status.st_uid in (0, os.getuid())


def _has_section(path: str) -> bool:
    """Whether a pyproject.toml configures this program; one that is not TOML is not our business."""
    try:
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES)
        if b"hrsi" not in content:
            return False
        import tomllib

        return isinstance(tomllib.loads(content.decode()).get("tool", {}).get("hrsi"), dict)
    except (OSError, ValueError, AttributeError):
        return False
