"""Plan content as a plan file: YAML as people write it, with comments in their language."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from hrsi_cli.domain.case import PlanFact
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.renderers.words import place


def paint_plan(content: Mapping[str, Any], words: Catalogue, facts: Iterable[PlanFact] = ()) -> bytes:
    """The content of a plan as YAML; facts become comments that name their source."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 140
    yaml.indent(mapping=2, sequence=4, offset=2)
    buffer = io.StringIO()
    yaml.dump(_plain(content), buffer)
    lines = [f"# {fact.key}: {words.say(f'basis.{fact.basis}')}, {place(fact.source, words)}" for fact in facts]
    return (buffer.getvalue() + ("\n" + "\n".join(lines) + "\n" if lines else "")).encode()


def _plain(value: Any) -> Any:
    """Tuples as lists: the emitter knows only lists."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value
