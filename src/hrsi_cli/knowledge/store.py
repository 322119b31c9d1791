"""Loading the knowledge base and the program's sentences, compiled where possible."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from hrsi_cli.domain.case import Case
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.dependency import Dependency, DependenciesFile
from hrsi_cli.domain.guide import CloudAdvice
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.library import Library
from hrsi_cli.domain.question import Question, QuestionsFile
from hrsi_cli.domain.text import Language
from hrsi_cli.knowledge.files import PACKAGE, Core, LibraryFile, data_folder

_COMPILED = PACKAGE / "_compiled"


class LazyCases(Mapping[str, Case]):
    """Cases by id, each read when it is first asked for."""

    def __init__(self, ids: tuple[str, ...], read: Callable[[str], bytes]) -> None:
        self._ids = ids
        self._read = read
        self._known: dict[str, Case] = {}

    def __getitem__(self, id: str) -> Case:
        if id not in self._ids:
            raise KeyError(id)
        if id not in self._known:
            self._known[id] = Case.model_validate_json(self._read(f"case-{id}.json"))
        return self._known[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def load_catalogue(language: Language) -> Catalogue:
    """The program's sentences in a language."""
    return Catalogue(language, json.loads(_compiled("messages", f"messages.{language}.json")))


_overlay: Callable[[], str | None] | None = None


def lay_overlay(chooser: Callable[[], str | None] | None) -> None:
    """From now on an organisation's overlay lies on top of the knowledge base, if the chooser names one."""
    global _overlay
    _overlay = chooser


def load_knowledge() -> KnowledgeBase:
    """The knowledge base with the overlay in use; raises InputError when either is unsound."""
    path = _overlay() if _overlay is not None else None
    return load_shipped() if path is None else load_overlaid(path)


def load_overlaid(path: str) -> KnowledgeBase:
    """The shipped knowledge base with an overlay on top; raises InputError with every problem of the overlay."""
    from hrsi_cli.domain.text import Text
    from hrsi_cli.knowledge.overlay import OverlayTexts, load_overlay

    ja, en = load_catalogue("ja"), load_catalogue("en")
    texts = (Text(ja=ja.say(id), en=en.say(id)) for id in ("overlay.replaced", "overlay.not_read"))
    return load_overlay(path, load_shipped(), load_library(), OverlayTexts(*texts))


def load_shipped() -> KnowledgeBase:
    """The shipped knowledge base; raises InputError when an edited checkout is unsound."""
    core = Core.model_validate_json(_compiled("knowledge", "core.json"))
    outlines = {outline.id: outline for outline in core.outlines}
    return KnowledgeBase(
        version=core.version,
        requirements={requirement.id: requirement for requirement in core.requirements},
        model_systems={model.id: model for model in core.model_systems},
        rules={rule.id: rule for rule in core.rules},
        outlines=outlines,
        cases=LazyCases(tuple(outlines), lambda name: _compiled("knowledge", name)),
    )


def load_cloud_advice() -> tuple[CloudAdvice, ...]:
    """What the cloud chapter offers for the model systems: the one part of the library that a choice needs."""
    advice = json.loads(_compiled("knowledge", "library.json"))["guide"]["cloud_advice"]
    # the JSON of a tuple is a list, which only the JSON mode of a strict schema accepts
    return tuple(CloudAdvice.model_validate_json(json.dumps(item)) for item in advice)


def load_dependencies() -> tuple[Dependency, ...]:
    """Which levels need others first, for the path to a model system."""
    return DependenciesFile.model_validate_json(_compiled("knowledge", "dependencies.json")).dependencies


def load_questions() -> tuple[Question, ...]:
    """The questions of ``hrsi select``, in the order in which they are asked."""
    return QuestionsFile.model_validate_json(_compiled("knowledge", "questions.json")).questions


def load_library() -> Library:
    """The guide's texts, terms and sources; only the commands that show them need it."""
    file = LibraryFile.model_validate_json(_compiled("knowledge", "library.json"))
    return Library(
        knowledge=file.sources.knowledge,
        guide=file.guide,
        observations={observation.id: observation for observation in file.observations.observations},
        terms={term.id: term for term in file.glossary.terms},
        sources=file.sources.sources,
        constraints={constraint.id: constraint for constraint in file.constraints},
        preset_rules={rule.id: rule for rule in file.preset_rules},
        units=file.vocabulary.units,
        figures=file.vocabulary.figures,
        industries=file.vocabulary.industries,
    )


def _compiled(group: str, name: str) -> bytes:
    """A compiled file, made anew when the YAML of a checkout is newer than it."""
    if _is_checkout() and (fresh := _compile_if_stale(group)) is not None:
        return fresh[name]
    return (_COMPILED / name).read_bytes()


def _is_checkout() -> bool:
    return not (PACKAGE / "data").is_dir()


def _compile_if_stale(group: str) -> dict[str, bytes] | None:
    """Compile and keep the group when a source file changed; None when the kept files are current."""
    folder = data_folder()
    stamp = _stamp(folder, group)
    kept = _COMPILED / f"{group}.stamp"
    try:
        if kept.read_text(encoding="utf-8") == stamp:
            return None
    except OSError:
        pass
    from hrsi_cli.knowledge.compiler import compile_knowledge, compile_messages

    files = compile_knowledge(folder) if group == "knowledge" else compile_messages(folder)
    try:
        _COMPILED.mkdir(exist_ok=True)
        for name, content in (*files.items(), (kept.name, stamp.encode())):
            _replace(_COMPILED / name, content)
    except OSError:
        pass  # a read-only checkout works, only slower
    return files


def _stamp(folder: Path, group: str) -> str:
    """Names, sizes and times of the files that a group is made of."""
    patterns = ("messages/*.yaml", "vocabulary.yaml") if group == "messages" else ("*.yaml", "rules/*.yaml", "cases/*.yaml")
    own = (PACKAGE / "knowledge" / "compiler.py", PACKAGE / "knowledge" / "files.py")
    lines = []
    for path in (*sorted(file for pattern in patterns for file in folder.glob(pattern)), *own):
        status = path.stat()
        lines.append(f"{path.name} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(lines)


def _replace(path: Path, content: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    os.replace(temporary, path)
