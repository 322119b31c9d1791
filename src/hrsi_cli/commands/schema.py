"""``hrsi schema``: the JSON Schema of the plan file and of every output."""

from __future__ import annotations

from typing import Annotated

import typer

from hrsi_cli.commands.options import Color, Lang, Output, Quiet, VerboseSame, View, checked_format, format_option, show
from hrsi_cli.commands.speech import help_text
from hrsi_cli.domain.problem import HrsiError, Message

FORMATS = ("text", "json")
Format = Annotated[str, format_option(FORMATS)]


def schema(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help=help_text("schema_name"), show_default=False)] = None,
    listed: Annotated[bool, typer.Option("--list", help=help_text("schema_list"))] = False,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    lang: Lang = None,
) -> int:
    """Print one schema, which is JSON in either format, or the names of all."""
    checked_format(format, FORMATS)
    from hrsi_cli.renderers.records.registry import schema_names

    names = schema_names()
    if listed or name is None:
        _show_names(names, View(format, output, color, quiet, verbose))
        return 0
    wanted = name.removeprefix("hrsi.")
    if wanted not in names:
        from hrsi_cli.domain.visible import echo
        from hrsi_cli.knowledge.near import nearest_hint

        hint = nearest_hint(wanted, names) or Message("schema.hint_list")
        raise HrsiError(Message("schema.unknown", {"value": echo(name)}), hint)
    show(lambda: paint_schema(wanted), View("json", output))
    return 0


def _show_names(names: list[str], view: View) -> None:
    if view.format != "json":
        show(("\n".join(names) + "\n").encode(), view)
        return
    from hrsi_cli.knowledge.store import load_knowledge
    from hrsi_cli.renderers.json_format import paint_json
    from hrsi_cli.renderers.records.registry import schema_list_record

    show(paint_json(schema_list_record(names, load_knowledge().version)), view)


def paint_schema(name: str) -> bytes:
    """One schema as JSON; the same whatever the language of the run."""
    from hrsi_cli.knowledge.compiled import load_catalogue
    from hrsi_cli.knowledge.store import load_knowledge
    from hrsi_cli.renderers.json_format import paint_json

    if name == "plan":
        from hrsi_cli.renderers.plan_schema import plan_schema

        return paint_json(plan_schema(load_knowledge(), load_catalogue("ja"), load_catalogue("en")))
    if name == "config":
        from hrsi_cli.renderers.plan_schema import config_schema

        return paint_json(config_schema(load_catalogue("ja"), load_catalogue("en")))
    from hrsi_cli.renderers.records.registry import record_of
    from hrsi_cli.renderers.records.schema import record_schema

    return paint_json(record_schema(name, record_of(name)))
