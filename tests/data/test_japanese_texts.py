"""Japanese texts of the data: folding a long text over several lines of YAML leaves no blank within it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

DATA = Path(__file__).resolve().parents[2] / "data"
STRAY_BLANK = re.compile(r".{0,10}[\u3001\u3002][ \u3000].{0,10}")


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


@pytest.mark.parametrize("file", sorted(DATA.rglob("*.yaml")), ids=lambda file: str(file.relative_to(DATA)))
def test_no_blank_follows_a_japanese_full_stop_or_comma(file: Path) -> None:
    content = YAML(typ="safe").load(file)
    assert [found for text in texts(content) for found in STRAY_BLANK.findall(text)] == []
