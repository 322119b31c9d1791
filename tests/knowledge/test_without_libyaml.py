"""The shipped knowledge where PyYAML was built without libyaml: a checkout compiles there too, into the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.knowledge.pure_parser import PureParser

from hrsi_cli.knowledge import yaml_reader
from hrsi_cli.knowledge.yaml_reader import read_document

FILES = sorted((ROOT / "data").rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT / "data")))
def test_both_parsers_read_the_knowledge_alike(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = path.read_text(encoding="utf-8")
    fast = read_document(text, path.name)
    monkeypatch.setattr(yaml_reader, "_Parser", PureParser)
    slow = read_document(text, path.name)
    assert (fast.problems, slow.problems) == ((), ())
    assert slow.data == fast.data
