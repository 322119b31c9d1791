"""``hrsi portfolio``: all our systems: which comes first, what do they lack, what do they need of one another?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import Color, ConfigFile, Lang, Output, Quiet, Verbose, View, checked_format, format_option
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.commands.steering_input import AsOf, steering_context
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.quantity import fold
from hrsi_cli.domain.visible import echo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hrsi_cli.commands.steering_input import SteeringContext
    from hrsi_cli.domain.plan import Plan
    from hrsi_cli.domain.portfolio import Limits, Portfolio

FORMATS = ("text", "json", "ndjson", "markdown", "html", "xlsx")
Format = Annotated[str, format_option(FORMATS)]
EXPORTS = ("ndjson", "parquet")
_BINARY = ("xlsx", "parquet")
_LARGEST = 999_999


def portfolio(
    plans: Annotated[list[str], typer.Argument(metavar="DIR...", help=help_text("portfolio_dir"), show_default=False)],
    staff: Annotated[
        int | None, typer.Option("--staff", metavar="N", min=1, max=_LARGEST, help=help_text("portfolio_staff"))
    ] = None,
    at_site: Annotated[list[str] | None, typer.Option("--at-site", metavar="SITE=N", help=help_text("portfolio_site"))] = None,
    export: Annotated[str | None, typer.Option("--export", metavar="ndjson|parquet", help=help_text("portfolio_export"))] = None,
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Verbose = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Show the portfolio; exit code 0, or 2 when a plan could not be judged (the others are still shown)."""
    chosen = checked_format(format, FORMATS) if export is None else checked_format(export, EXPORTS)
    if chosen in _BINARY and output is None:
        raise HrsiError(Message("portfolio.needs_file", {"format": chosen}))
    from hrsi_cli.commands.errors import say_problems
    from hrsi_cli.commands.judging import plan_paths

    here = steering_context(as_of)
    paths = plan_paths(plans)
    found = _portfolio(plans, paths, here, staff, at_site or ())
    view = View(chosen, output, color, quiet, verbose)
    if found.systems or chosen not in ("text", "markdown"):
        _show(found, here, view, exported=export is not None)
    if found.errors:
        say_problems(found.errors, catalogue())
        return 2
    return 0


def _portfolio(given: list[str], paths: list[str], here: SteeringContext, staff: int | None, sites: Iterable[str]) -> Portfolio:
    from hrsi_cli.commands.judging import PlanJudge
    from hrsi_cli.commands.progress import with_progress
    from hrsi_cli.engine.portfolio import build_portfolio
    from hrsi_cli.knowledge.text_file import shown_path

    plan_judge = PlanJudge(here.knowledge, here.today, here.policy)
    judged = list(with_progress(plan_judge.judge_all(paths), len(paths)))
    plans = [one.plan for one in judged if one.plan is not None]
    return build_portfolio(
        " ".join(shown_path(path) for path in given),
        plans,
        here.against_baseline([one.result for one in judged if one.result is not None]),
        tuple(problem for one in judged for problem in one.problems),
        today=here.today,
        policy=here.policy,
        limits=_limits(staff, sites, plans),
        knowledge_version=here.knowledge.version,
    )


def _limits(staff: int | None, given: Iterable[str], plans: list[Plan]) -> Limits:
    from hrsi_cli.domain.portfolio import Limits

    known = {site.id for plan in plans for site in plan.measures.sites}
    sites: dict[str, int] = {}
    for text in given:
        name, _, count = fold(text).partition("=")
        if not count.isdecimal() or not 0 < int(count) <= _LARGEST:
            raise HrsiError(Message("portfolio.bad_site", {"value": echo(text)}))
        if name not in known:
            from hrsi_cli.knowledge.near import nearest_hint

            raise HrsiError(Message("portfolio.unknown_site", {"site": echo(name)}), nearest_hint(name, known) if known else None)
        sites[name] = int(count)
    return Limits(staff, tuple(sorted(sites.items())))


def _show(found: Portfolio, here: SteeringContext, view: View, *, exported: bool) -> None:
    from hrsi_cli.commands.options import show

    show(_exported(found, view) if exported else _rendered(found, here, view), view)


def _exported(found: Portfolio, view: View) -> bytes:
    from hrsi_cli.renderers.export import paint_export
    from hrsi_cli.renderers.records.portfolio import export_rows

    return paint_export(export_rows(found, catalogue()), view.format)


def _rendered(found: Portfolio, here: SteeringContext, view: View) -> bytes:
    from hrsi_cli.renderers.pages.portfolio import portfolio_page, portfolio_sections

    options = view.render_options()
    words = options.catalogue
    match view.format:
        case "json":
            from hrsi_cli.renderers.json_format import paint_json
            from hrsi_cli.renderers.records.portfolio import portfolio_record

            return paint_json(portfolio_record(found, words))
        case "ndjson":
            from hrsi_cli.renderers.records.portfolio import paint_portfolio_lines

            return paint_portfolio_lines(found, words)
        case "html":
            from hrsi_cli.renderers.html import paint_html

            return paint_html(portfolio_page(found, here.knowledge, options, whole=True), options)
        case "xlsx":
            from hrsi_cli.renderers.workbook import paint_pages

            sections = portfolio_sections(found, here.knowledge, options, whole=True)
            title = words.say("portfolio.title", count=len(found.systems))
            return paint_pages(
                {words.say(f"portfolio.sheet_{name}"): page for name, page in sections.items()}, words, here.today, title
            )
        case _:
            from hrsi_cli.renderers.registry import paint

            whole = view.output is not None
            return paint(portfolio_page(found, here.knowledge, options, whole=whole), view.format, options)
