"""Which language to speak: ``--lang``, then ``HRSI_LANG``, then the configuration, then the locale, then English."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from hrsi_cli.domain.language import LANGUAGES, Language

Origin = Literal["--lang", "HRSI_LANG", "config", "locale"]


def resolve_language(argv: Sequence[str], environ: Mapping[str, str], configured: Callable[[], str | None]) -> Language:
    """The language of this run. An unknown ``--lang`` is left for the option itself to refuse."""
    return language_and_origin(argv, environ, configured)[0]


def language_and_origin(
    argv: Sequence[str], environ: Mapping[str, str], configured: Callable[[], str | None]
) -> tuple[Language, Origin]:
    """The language, and who named it; a name that is none of ours decides nothing."""
    candidates: tuple[tuple[Origin, Callable[[], str | None]], ...] = (
        ("--lang", lambda: value_of("--lang", argv)),
        ("HRSI_LANG", lambda: environ.get("HRSI_LANG")),
        ("config", configured),
        ("locale", lambda: _locale(environ)),
    )
    for origin, candidate in candidates:
        name = (candidate() or "").lower().replace("-", "_").split(".")[0].split("_")[0]
        for language in LANGUAGES:
            if name == language:
                return language, origin
    return "en", "locale"


def value_of(option: str, argv: Sequence[str]) -> str | None:
    """What a command line gives for an option that counts before the line is parsed."""
    for index, word in enumerate(argv):
        if word == "--":
            return None
        if word == option and index + 1 < len(argv):
            return argv[index + 1]
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return None


def _locale(environ: Mapping[str, str]) -> str | None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            # a preference list counts only when a real locale is set, as in gettext
            listed = environ.get("LANGUAGE", "") if environ[name] not in ("C", "POSIX") else ""
            return listed.split(":")[0] or environ[name]
    return _windows_language() if sys.platform == "win32" else None


def _windows_language() -> str | None:
    import ctypes

    japanese = 0x0411
    return "ja" if getattr(ctypes, "windll").kernel32.GetUserDefaultUILanguage() == japanese else None  # noqa: B009 - absent from the stubs elsewhere


def environment() -> Mapping[str, str]:
    """The process environment."""
    return os.environ
