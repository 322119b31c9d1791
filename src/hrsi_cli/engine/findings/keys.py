"""Keys of findings: the place in a plan by names, so that a baseline knows a finding again when the file has moved on."""

from __future__ import annotations

from collections.abc import Iterable

from hrsi_cli.domain.judgement import Finding
from hrsi_cli.domain.plan import Plan, Waiver
from hrsi_cli.domain.problem import Message


def stable_place(plan: Plan, path: tuple[str | int, ...]) -> str:
    """A place of a plan with names for the items of lists, such as ``measures.backups[nightly].link``."""
    if int not in map(type, path):
        return ".".join(map(str, path))
    here: object = plan
    words = ""
    for part in path:
        if isinstance(part, int):
            here = here[part] if isinstance(here, tuple) and part < len(here) else None
            words += f"[{_name(here, part)}]"
        else:
            here = here.get(part) if isinstance(here, dict) else getattr(here, part, None)
            words += f".{part}" if words else part
    return words


def _name(item: object, index: int) -> str:
    """What an item is called; one without a name is known by its text or, at last, its place in the list."""
    if isinstance(item, str):
        return item
    if isinstance(item, Waiver):
        return item.subject
    own = vars(item) if item is not None else {}
    return str(own.get("id") or own.get("name") or index + 1)


def finding_key(plan: Plan, path: tuple[str | int, ...], event: object) -> str:
    """The key of a finding; one rule may speak of a failure and of a disaster at the same place."""
    place = stable_place(plan, path)
    return f"{place}:{event.id.removeprefix('finding.event_')}" if isinstance(event, Message) else place


def told_apart(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, with a number behind a key that a rule gives a second time."""
    seen: dict[tuple[str, str], int] = {}
    made = []
    for finding in findings:
        place = finding.rule, finding.key
        count = seen[place] = seen.get(place, 0) + 1
        made.append(finding if count == 1 else finding._replace(key=f"{finding.key}#{count}"))
    return tuple(made)
