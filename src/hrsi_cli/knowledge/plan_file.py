"""Plan files: read, validated against the schema, and checked against the knowledge base."""

from __future__ import annotations

from dataclasses import dataclass

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Costs, Plan
from hrsi_cli.domain.problem import Locate
from hrsi_cli.knowledge.references import References
from hrsi_cli.knowledge.text_file import read_text, shown_path
from hrsi_cli.knowledge.validation import validate
from hrsi_cli.knowledge.yaml_reader import MAX_BYTES, Document, read_document


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan with the document that it was read from."""

    path: str
    plan: Plan
    document: Document

    @property
    def locate(self) -> Locate:
        """What tells the line and column of a place in the plan, or of the place where it belongs."""
        return self.document.locate


def load_plan(path: str, knowledge: KnowledgeBase, rules: frozenset[str]) -> PlanFile:
    """Read a plan; raises InputError with every problem of the file."""
    return parse_plan(read_text(path, MAX_BYTES), shown_path(path), knowledge, rules)


def parse_plan(text: str, path: str, knowledge: KnowledgeBase, rules: frozenset[str]) -> PlanFile:
    """Validate the text of a plan; ``rules`` are the ids that a waiver may name."""
    document = read_document(text, path)
    return PlanFile(path, plan_of(document, knowledge, rules), document)


def plan_of(document: Document, knowledge: KnowledgeBase, rules: frozenset[str]) -> Plan:
    """The plan that a document holds; raises InputError with every problem of it."""
    names = References(document, knowledge, rules).of_plan()
    return validate(document, Plan, requirements=knowledge.requirements, beside=names)


def load_costs(path: str, knowledge: KnowledgeBase) -> Costs:
    """Read a file that holds what a plan may hold under ``costs``; raises InputError with every problem."""
    document = read_document(read_text(path, MAX_BYTES), shown_path(path))
    names = References(document, knowledge, frozenset()).of_costs()
    return validate(document, Costs, requirements=knowledge.requirements, beside=names)
