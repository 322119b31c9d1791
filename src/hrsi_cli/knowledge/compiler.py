"""From the authored YAML to the JSON files that the program loads.

A compiled file is the YAML's content, validated, as JSON: loading it takes a millisecond where the YAML
takes a quarter of a second. The wheel carries the result; a checkout compiles again when a file changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import RootModel

from hrsi_cli.domain.case import Case
from hrsi_cli.domain.dependency import DependenciesFile
from hrsi_cli.domain.guide import Guide
from hrsi_cli.domain.language import LANGUAGES
from hrsi_cli.domain.problem import InputError, Problem
from hrsi_cli.domain.question import QuestionsFile
from hrsi_cli.domain.rule import RuleExamples
from hrsi_cli.domain.text import Text
from hrsi_cli.knowledge.files import (
    GlossaryFile,
    ModelsFile,
    ObservationsFile,
    RequirementsFile,
    RulesFile,
    SourcesFile,
    VocabularyFile,
)
from hrsi_cli.knowledge.integrity import RULE_FILES, check_integrity
from hrsi_cli.knowledge.rule_examples import read_examples
from hrsi_cli.knowledge.text_file import read_text
from hrsi_cli.knowledge.validation import reference_problem, validate
from hrsi_cli.knowledge.yaml_reader import MAX_BYTES, Document, read_document

_SHAPES = {
    "requirements.yaml": RequirementsFile,
    "models.yaml": ModelsFile,
    "sources.yaml": SourcesFile,
    "vocabulary.yaml": VocabularyFile,
    "rules/logic.yaml": RulesFile,
    "rules/lessons.yaml": RulesFile,
    "guide.yaml": Guide,
    "observations.yaml": ObservationsFile,
    "glossary.yaml": GlossaryFile,
    "questions.yaml": QuestionsFile,
    "dependencies.yaml": DependenciesFile,
}
_LIBRARY = ("guide", "observations", "glossary", "sources", "vocabulary")


class Sentences(RootModel[dict[str, Text]]):
    """A file of ``data/messages``."""


class Sources:
    """The authored files of a knowledge base, read and validated one by one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.documents: dict[str, Document] = {}
        self.objects: dict[str, Any] = {}
        self.examples: dict[str, RuleExamples] = {}
        self.problems: list[Problem] = []

    def read(self) -> Sources:
        """Read every file; faults are collected in ``problems``, in all files at once."""
        for name, shape in _SHAPES.items():
            self._read(name, shape)
        for path in sorted((self.folder / "cases").glob("*.yaml")):
            self._read(f"cases/{path.name}", Case)
        if not self.problems:
            self.problems += check_integrity(self.documents, self.objects)
            rules = (rule.id for name in RULE_FILES for rule in self.objects[name].rules)
            self.examples, problems = read_examples(self.folder, rules)
            self.problems += problems
        return self

    def _read(self, name: str, shape: Any) -> None:
        try:
            document = read_document(read_text(str(self.folder / name), MAX_BYTES), f"data/{name}")
            self.documents[name] = document
            self.objects[name] = validate(document, shape)
        except InputError as error:
            self.problems += error.problems

    def counts(self) -> dict[str, str | int]:
        """How much there is; zero for what could not be read."""
        models = getattr(self.objects.get("models.yaml"), "model_systems", ())
        presets = [preset for model in models for preset in model.presets]
        cases = [case for _, case in self.cases]
        return {
            "version": getattr(getattr(self.objects.get("sources.yaml"), "knowledge", None), "version", "?"),
            "models": len(models),
            "metrics": len(getattr(self.objects.get("requirements.yaml"), "requirements", ())),
            "presets": len(presets),
            "stated": sum(preset.basis == "stated" for preset in presets),
            "cases": len(cases),
            "readings": sum(len(case.readings) for case in cases),
        }

    @property
    def cases(self) -> Iterator[tuple[str, Case]]:
        """The cases with the names of their files."""
        return ((name, value) for name, value in self.objects.items() if name.startswith("cases/"))


def read_messages(folder: Path) -> dict[str, Text]:
    """The program's sentences and the labels of the vocabulary; every id stands once, in both languages."""
    sentences: dict[str, Text] = {}
    problems: list[Problem] = []
    vocabulary = read_document(read_text(str(folder / "vocabulary.yaml"), MAX_BYTES), "data/vocabulary.yaml")
    for prefix, group in (("industry", "industries"), ("unit", "units"), ("figure", "figures"), ("row", "rows")):
        for key, label in vocabulary.data[group].items():
            sentences[f"{prefix}.{key}"] = Text.model_validate(label)
    for path in sorted((folder / "messages").glob("*.yaml")):
        document = read_document(read_text(str(path), MAX_BYTES), f"data/messages/{path.name}")
        try:
            added = validate(document, Sentences).root
        except InputError as error:
            problems += error.problems
            continue
        problems += [reference_problem(document, (id,), "input.twice", name=id) for id in added if id in sentences]
        sentences |= added
    if problems:
        raise InputError(tuple(problems))
    return sentences


def compile_messages(folder: Path) -> dict[str, bytes]:
    """The sentences as one JSON file per language."""
    sentences = read_messages(folder)
    return {
        f"messages.{language}.json": _json({id: text.in_(language) for id, text in sentences.items()}) for language in LANGUAGES
    }


def compile_knowledge(folder: Path) -> dict[str, bytes]:
    """All compiled knowledge files by name; raises InputError with every problem of every file."""
    sources = Sources(folder).read()
    if sources.problems:
        raise InputError(tuple(sources.problems))
    data = {name.removesuffix(".yaml"): document.data for name, document in sources.documents.items()}
    core = {
        "version": data["sources"]["knowledge"]["version"],
        "requirements": data["requirements"]["requirements"],
        "model_systems": data["models"]["model_systems"],
        "rules": [*data["rules/logic"]["rules"], *data["rules/lessons"]["rules"]],
        "outlines": [case.outline().model_dump(mode="json") for _, case in sources.cases],
    }
    library = {name: data[name] for name in _LIBRARY}
    library |= {"constraints": data["models"].get("constraints", ()), "preset_rules": data["models"].get("rules", ())}
    files = {"core.json": _json(core), "library.json": _json(library), "questions.json": _json(data["questions"])}
    files["dependencies.json"] = _json(data["dependencies"])
    files["examples.json"] = _json({id: both.model_dump(mode="json") for id, both in sources.examples.items()})
    for name, case in sources.cases:
        files[f"case-{case.id}.json"] = _json(sources.documents[name].data)
    return files


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
