"""``hrsi config``: which settings hold, and where each comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hrsi_cli.commands.options import (
    Color,
    ConfigFile,
    Lang,
    Output,
    Quiet,
    VerboseSame,
    View,
    checked_format,
    format_option,
    group_options,
    show_report,
)
from hrsi_cli.commands.speech import help_text

if TYPE_CHECKING:
    from hrsi_cli.domain.config import LoadedConfig
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.renderers.records.config import SettingRecord

FORMATS = ("text", "json", "markdown")
Format = Annotated[str, format_option(FORMATS)]
_TABLES = ("waivers", "thresholds")
_BY_ID = ("rules", "metrics")


def build() -> typer.Typer:
    """The group ``hrsi config``."""
    group = typer.Typer(help=help_text("config"), no_args_is_help=True, rich_markup_mode=None)
    group.callback()(group_options)
    group.command("show", help=help_text("config_show"))(show_config)
    return group


def show_config(
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Print every setting with its value and origin."""
    checked_format(format, FORMATS)
    from hrsi_cli.commands.config import loaded_config
    from hrsi_cli.commands.judging import configured_policy
    from hrsi_cli.knowledge.store import load_knowledge
    from hrsi_cli.knowledge.text_file import shown_path

    knowledge = load_knowledge()
    configured_policy(knowledge)
    loaded = loaded_config()
    settings = list(_settings(loaded, knowledge))
    file = None if loaded.path is None else shown_path(loaded.path)
    view = View(format, output, color, quiet, verbose)
    from hrsi_cli.renderers.pages.config import config_page
    from hrsi_cli.renderers.records.config import config_record

    show_report(
        view,
        lambda options: config_record(knowledge.version, file, loaded.how, settings),
        lambda options: config_page(file, loaded.how, settings, options),
    )
    return 0


def _settings(loaded: LoadedConfig, knowledge: KnowledgeBase) -> Iterator[SettingRecord]:
    yield _language(loaded)
    for name in type(loaded.config).model_fields:
        value = getattr(loaded.config, name)
        if name in _TABLES:
            for key in type(value).model_fields:
                setting = _setting(loaded, (name, key), getattr(value, key))
                yield _overlaid(setting, key, knowledge) if name == "thresholds" else setting
        elif name in _BY_ID:
            for id, weight in value.items():
                yield _setting(loaded, (name, id), weight.severity + (f" ({weight.reason})" if weight.reason else ""))
        elif name == "floors":
            for system, floors in value.items():
                for metric, level in floors.items():
                    yield _setting(loaded, (name, system, metric), level)
        elif name == "knowledge" and "HRSI_KB" in os.environ:
            yield _overlay(os.environ["HRSI_KB"])
        elif name != "lang":
            yield _setting(loaded, (name,), value)


def _language(loaded: LoadedConfig) -> SettingRecord:
    """The language that this run speaks may come from elsewhere than the file."""
    from hrsi_cli.commands.config import command_line
    from hrsi_cli.commands.language import environment, language_and_origin

    language, origin = language_and_origin(command_line(), environment(), lambda: loaded.config.lang)
    if origin == "config":
        return _setting(loaded, ("lang",), language)
    return {"key": "lang", "value": language, "origin": origin, "line": None}


def _overlaid(setting: SettingRecord, key: str, knowledge: KnowledgeBase) -> SettingRecord:
    """A threshold that nobody configured is the overlay's, where it sets one."""
    note = knowledge.overlay
    if setting["origin"] != "default" or note is None or note.thresholds is None or key not in note.thresholds.model_fields_set:
        return setting
    return {**setting, "value": getattr(note.thresholds, key), "origin": note.origin}


def _overlay(path: str) -> SettingRecord:
    """The variable comes before the file, and an empty one turns the overlay off."""
    from hrsi_cli.knowledge.text_file import shown_path

    return {"key": "knowledge", "value": shown_path(path) if path else None, "origin": "HRSI_KB", "line": None}


def _setting(loaded: LoadedConfig, path: tuple[str, ...], value: Any) -> SettingRecord:
    from hrsi_cli.knowledge.text_file import shown_path

    places: Mapping[tuple[str, ...], Any] = loaded.places or {}
    place = next((places[path[:length]] for length in range(len(path), 0, -1) if path[:length] in places), None)
    key = ".".join(f'"{part}"' if "." in part else part for part in path)
    shown = list(value) if isinstance(value, tuple) else value
    given = loaded.path is not None and _is_given(loaded, path)
    if not given:
        return {"key": key, "value": shown, "origin": "default", "line": None}
    return {"key": key, "value": shown, "origin": shown_path(loaded.path or ""), "line": place.line if place else None}


def _is_given(loaded: LoadedConfig, path: tuple[str, ...]) -> bool:
    """Whether the file itself sets a value, even to what the default would be."""
    here: Any = loaded.config
    for part in path:
        if isinstance(here, dict):
            return part in here
        if part not in here.model_fields_set:
            return False
        here = getattr(here, part)
    return True
