"""The configuration of this run: ``--config``, then ``HRSI_CONFIG``, then the nearest file upward."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hrsi_cli.commands.language import value_of
from hrsi_cli.domain.problem import HrsiError, InputError
from hrsi_cli.knowledge.config_search import find_config

if TYPE_CHECKING:
    from hrsi_cli.domain.config import Config, How, LoadedConfig

_words: tuple[str, ...] = ()
_loaded: LoadedConfig | None = None
_chosen: tuple[str | None, How] | None = None


def begin(argv: Sequence[str]) -> None:
    """Forget the last run's configuration; a program may run several command lines."""
    global _words, _loaded, _chosen
    _words, _loaded, _chosen = tuple(argv), None, None


def current_config() -> Config:
    """What is configured; raises InputError with everything that is wrong with the file."""
    return loaded_config().config


def loaded_config() -> LoadedConfig:
    """The configuration with its origin; read once in a run."""
    global _loaded
    if _loaded is None:
        _loaded = _load()
    return _loaded


def is_configured() -> bool:
    """Whether this run has a configuration file at all; most have none, and need not load what reads one."""
    return _choose()[0] is not None


def configured_language() -> str | None:
    """The configured language; a faulty file is left for the command to report."""
    try:
        return loaded_config().config.lang if is_configured() else None
    except (HrsiError, InputError):
        return None


def check() -> None:
    """Stop at a faulty configuration, whatever the command; raises InputError with its faults."""
    if is_configured():
        loaded_config()


def command_line() -> Sequence[str]:
    """The words of this run's command line."""
    return _words


def asks_for_help(argv: Sequence[str]) -> bool:
    """Whether the run only shows help, which a faulty configuration must not prevent."""
    return any(word in ("--help", "-h") for word in argv)


def _load() -> LoadedConfig:
    from dataclasses import replace

    from hrsi_cli.domain.config import Config, LoadedConfig

    path, how = _choose()
    if path is None:
        return LoadedConfig(Config())
    from hrsi_cli.knowledge.config_file import load_config

    return replace(load_config(path), how=how)


def _choose() -> tuple[str | None, How]:
    """Which file holds, and how it was named; looked for once in a run."""
    global _chosen
    if _chosen is None:
        _chosen = _search()
    return _chosen


def _search() -> tuple[str | None, How]:
    if (flagged := value_of("--config", _words)) is not None:
        return flagged, "flag"
    if named := os.environ.get("HRSI_CONFIG"):
        return named, "environment"
    try:
        found = find_config(os.getcwd())
    except FileNotFoundError:  # the folder was deleted under us
        found = None
    return (None, "none") if found is None else (os.path.relpath(found), "found")
