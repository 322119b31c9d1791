"""Reports as pages of a workbook: which sheet holds what, under names that Excel accepts."""

from __future__ import annotations

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import Judgement
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.renderers.blocks import Page, heading, paragraph
from hrsi_cli.renderers.html import HtmlDocument, page_of
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.pages.judgement import judgement_page
from hrsi_cli.renderers.report.overview import MOST_IN_DETAIL

_SHEET_NAME = 31
"""Characters; Excel's own limit."""


def report_sheets(document: HtmlDocument) -> dict[str, Page]:
    """One sheet for each section of the report on a plan; the first also says what it is about."""
    taken: set[str] = set()
    about: Page = (heading(document.title, 1), paragraph(document.made, "muted"))
    sheets = {}
    for section in document.sections:
        sheets[_free_name(section.title, taken)] = (*about, heading(section.title), *section.blocks)
        about = ()
    return sheets


def overview_sheets(document: HtmlDocument, judgement: Judgement, knowledge: KnowledgeBase, words: Catalogue) -> dict[str, Page]:
    """The overview and one sheet a plan."""
    kept = [section for section in document.sections if not section.id.startswith("plan-")]
    overview = HtmlDocument(document.title, tuple(kept), document.made)
    sheets = {words.say("workbook.sheet.overview"): page_of(overview)}
    taken = {name.casefold() for name in sheets}
    for plan in judgement.plans[:MOST_IN_DETAIL]:
        name = _free_name(plan.system_id, taken)
        single = Judgement((plan,), (), judgement.knowledge_version)
        sheets[name] = judgement_page(single, knowledge, RenderOptions(words, detail="verbose"))
    return sheets


def _free_name(title: str, taken: set[str]) -> str:
    name, number = title[:_SHEET_NAME], 2
    while name.casefold() in taken:
        ending = f"-{number}"
        name, number = title[: _SHEET_NAME - len(ending)] + ending, number + 1
    taken.add(name.casefold())
    return name
