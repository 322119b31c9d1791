"""Every file of the corpus: refused at the stated place or accepted, quickly, and never with a traceback."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.conftest import ROOT, Run, invoke, spawn
from tests.hostile import make_corpus

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.problem import InputError
from hrsi_cli.domain.visible import visible
from hrsi_cli.knowledge.plan_file import load_plan

FOLDER = Path(__file__).resolve().parent
CORPUS = FOLDER / "corpus"
MANIFEST: list[dict[str, Any]] = yaml.safe_load((FOLDER / "manifest.yaml").read_text(encoding="utf-8"))
EXAMPLE = ROOT / "examples" / "order-system.hrsi.yaml"
SLOWEST = 2.0
"""Seconds that no plan may take."""


def names(kind: str) -> list[str]:
    return [entry["file"] for entry in MANIFEST if entry["class"] == kind]


def inert(run: Run) -> None:
    """What every run must be: no traceback, no raw control or invisible character, no order to a build system."""
    for text in (run.out, run.err):
        assert "Traceback" not in text
        for line in text.split("\n"):
            assert visible(line) == line
            assert not line.lstrip().startswith("::")
            assert "##vso[" not in line


def test_the_corpus_is_what_the_script_makes() -> None:
    files = make_corpus.entries()
    assert (FOLDER / "manifest.yaml").read_text(encoding="utf-8") == make_corpus.manifest(files)
    assert {path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*") if path.is_file()} == {
        entry.file for entry in files
    }
    for entry in files:
        assert (CORPUS / entry.file).read_bytes() == entry.content


def test_the_corpus_covers_what_it_should() -> None:
    assert len(MANIFEST) >= 400
    groups = {entry["file"].split("/")[0] for entry in MANIFEST}
    assert groups == {"encodings", "bytes", "structure", "aliases", "tags", "scalars", "limits", "injections", "schema"}
    # names that no file system confuses
    assert len({entry["file"].lower() for entry in MANIFEST}) == len(MANIFEST)


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_each_file_in_process(entry: dict[str, Any], knowledge: KnowledgeBase) -> None:
    begun = time.perf_counter()
    try:
        load_plan(str(CORPUS / entry["file"]), knowledge, frozenset(knowledge.rules))
        found: tuple[object, ...] = ("ok",)
    except InputError as error:
        first = error.problems[0]
        found = ("refused", first.message.id, *first.position)
        assert all(problem.position.line >= 1 and problem.position.column >= 1 for problem in error.problems)
    assert time.perf_counter() - begun < SLOWEST
    expected = ("ok",) if entry["class"] == "ok" else ("refused", entry["message"], entry["line"], entry["column"])
    assert found == expected


def test_every_refusal_has_words_in_both_languages(knowledge: KnowledgeBase, catalogue: Catalogue) -> None:
    for name in names("refused"):
        with pytest.raises(InputError) as caught:
            load_plan(str(CORPUS / name), knowledge, frozenset(knowledge.rules))
        for problem in caught.value.problems[:20]:
            assert catalogue.tell(problem.message)
            assert problem.hint is None or catalogue.tell(problem.hint)


@pytest.mark.parametrize("group", sorted({entry["file"].split("/")[0] for entry in MANIFEST}))
def test_a_whole_group_as_one_run(group: str) -> None:
    """All files of a group in one call: exit 2, all bad ones named with their place, all good ones judged."""
    chosen = [entry for entry in MANIFEST if entry["file"].startswith(f"{group}/")]
    run = invoke("gap", *[CORPUS / entry["file"] for entry in chosen], "--as-of", "2026-11-23", "--format", "json")
    inert(run)
    assert run.code == 2
    record = run.json
    assert record["verdict"] == "error"
    judged = {Path(plan["path"]).relative_to(CORPUS).as_posix() for plan in record["plans"]}
    assert judged == {entry["file"] for entry in chosen if entry["class"] == "ok"}
    first: dict[str, tuple[int, int]] = {}
    for error in record["errors"]:
        first.setdefault(Path(error["path"]).relative_to(CORPUS).as_posix(), (error["line"], error["column"]))
    assert first == {entry["file"]: (entry["line"], entry["column"]) for entry in chosen if entry["class"] == "refused"}


SAMPLE = (
    "aliases/laughs.yaml", "bytes/nul-tail.yaml", "bytes/clipboard-sequence.yaml", "encodings/cp932.yaml", "encodings/utf-16.yaml",
    "injections/github-command-as-a-key.yaml", "injections/bidi-as-a-key.yaml", "injections/rich-markup-as-a-key.yaml",
    "limits/flow-lists-open.yaml", "limits/two-thousand-unknown-keys.yaml", "schema/thirteen-packages.yaml", "structure/full-width-colon.yaml",
    "tags/python-apply.yaml", "scalars/importance-long.yaml",
)  # fmt: skip


@pytest.mark.parametrize("name", SAMPLE)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_sample_as_processes(name: str, lang: str) -> None:
    run = spawn("gap", CORPUS / name, lang=lang)
    inert(run)
    assert run.code == 2
    assert run.out == ""
    entry = next(entry for entry in MANIFEST if entry["file"] == name)
    assert f"{name}:{entry['line']}:{entry['column']}: " in run.err
    assert len(run.err.splitlines()) <= 3 * 20 + 1


def test_the_good_plan_beside_bad_ones_is_judged() -> None:
    run = spawn("gap", CORPUS / "bytes" / "png.yaml", EXAMPLE, CORPUS / "aliases" / "itself.yaml", "--as-of", "2026-11-23")
    inert(run)
    assert run.code == 2
    assert "order-core" in run.out
    assert "png.yaml:1:1" in run.err
    assert "itself.yaml:1:1" in run.err
