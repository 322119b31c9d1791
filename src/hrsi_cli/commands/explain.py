"""``hrsi explain``: what is A.3.2.2, HRSI103, model 3, RLO?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.completion import complete_id
from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import Color, Lang, Output, Quiet, View, checked_format, format_option, show_report
from hrsi_cli.commands.speech import help_text
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.visible import echo

if TYPE_CHECKING:
    from hrsi_cli.domain.browsing import Explainable

FORMATS = ("text", "json", "markdown", "html")
Format = Annotated[str, format_option(FORMATS)]


def explain(
    id: Annotated[
        list[str], typer.Argument(metavar="ID...", help=help_text("explain_id"), show_default=False, autocompletion=complete_id)
    ],
    kb: Kb = None,
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help=help_text("explain_details"))] = False,
    lang: Lang = None,
) -> int:
    """Explain whatever has these ids or names; exit code 2 with suggestions when nothing has one of them."""
    checked_format(format, FORMATS)
    from hrsi_cli.domain.browsing import Explanation
    from hrsi_cli.engine.explaining import Index, related
    from hrsi_cli.engine.observations import count_claims
    from hrsi_cli.knowledge.store import load_examples, load_knowledge, load_library
    from hrsi_cli.renderers.pages.explain import Told, explain_page

    knowledge, library = load_knowledge(), load_library()
    index = Index(knowledge, library)
    found, unknown = index.find_all([word for text in id for word in text.split()] or [""])
    if unknown or not found:
        near = index.near(unknown)
        hint = Message("explain.near", {"near": near}) if near else Message("explain.no_near")
        raise HrsiError(Message("explain.unknown", {"id": echo(unknown)}), hint)
    view = View(format, output, color, quiet, verbose)

    def tell(subjects: tuple[Explainable, ...]) -> Told:
        subject = subjects[0]
        others = (other for other in related(subject.id, index, knowledge, library) if other not in subjects)
        explanation = Explanation(subject, subjects[1:], tuple(others))
        claim = None
        if subject.kind == "observation":
            (claim,) = count_claims([library.observations[subject.id]], knowledge)
        examples = load_examples(subject.id) if subject.kind == "rule" else None
        return Told(explanation, knowledge, library, claim, examples, view.render_options())

    told = [tell(subjects) for subjects in found]
    from hrsi_cli.renderers.records.explain import explain_many_record, explain_record

    show_report(
        view,
        lambda options: explain_record(told[0]) if len(told) == 1 else explain_many_record(told),
        lambda options: tuple(block for one in told for block in explain_page(one)),
    )
    return 0
