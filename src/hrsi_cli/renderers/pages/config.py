"""The page of ``hrsi config show``."""

from __future__ import annotations

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.renderers.blocks import Cell, Column, Page, Table, cell, facts, heading
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.records.config import SettingRecord


def config_page(file: str | None, chosen_by: str, settings: list[SettingRecord], options: RenderOptions) -> Page:
    """The file, then every setting with its origin; quiet leaves out what stands at its default."""
    words = options.catalogue
    shown = [setting for setting in settings if options.detail != "quiet" or setting["origin"] != "default"]
    name = words.say("config.no_file") if file is None else f"{file} ({words.say(f'config.how.{chosen_by}')})"
    columns = (
        Column(words.say("config.key")),
        Column(words.say("config.value"), share=1),
        Column(words.say("config.origin"), share=1),
    )
    rows = tuple(_row(setting, words) for setting in shown)
    return heading(words.say("config.title"), 1), facts([(words.say("config.file"), cell(name))]), Table(columns, rows)


def _row(setting: SettingRecord, words: Catalogue) -> tuple[Cell, ...]:
    value = setting["value"]
    match value:
        case None:
            shown = words.say("config.unset")
        case bool():
            shown = str(value).lower()
        case list():
            shown = " ".join(value) or words.say("config.unset")
        case _:
            shown = str(value)
    origin = setting["origin"]
    where = words.say(f"config.{origin}") if origin in ("default", "locale") else origin
    where += f":{setting['line']}" if setting["line"] else ""
    return cell(setting["key"]), cell(shown), cell(where, "muted" if origin == "default" else "plain")
