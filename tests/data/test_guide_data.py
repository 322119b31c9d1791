"""What the guide's own files name exists: commands, keys of a plan, terms, checks."""

from __future__ import annotations

import shlex
from typing import Any

import pytest
import typer

from hrsi_cli.commands import speech
from hrsi_cli.domain.plan import CloudChecks, Plan
from hrsi_cli.knowledge.store import load_catalogue, load_library


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    speech.speak(load_catalogue("en"))
    from hrsi_cli.commands.app import build_app

    return build_app()


def test_commands_exist(app: typer.Typer) -> None:
    guide = load_library().guide
    missing = [
        command
        for activity in guide.activities
        for step in activity.steps
        for command in step.commands
        if not _exists(app, shlex.split(command)[1:])
    ]
    assert missing == []


def _exists(app: typer.Typer, words: list[str]) -> bool:
    names = {str(command.name) for command in app.registered_commands}
    groups = {str(group.name): group.typer_instance for group in app.registered_groups}
    if words and words[0] in names:
        return True
    inner = groups.get(words[0]) if words else None
    return inner is not None and _exists(inner, words[1:])


def test_explained_ids_exist() -> None:
    from tests.conftest import invoke

    guide = load_library().guide
    for activity in guide.activities:
        for step in activity.steps:
            for command in step.commands:
                words = shlex.split(command)[1:]
                if words[0] == "explain" or words[1:2] == ["show"]:
                    assert invoke(*words).code == 0, command


def _key_exists(key: str) -> bool:
    shape: Any = Plan
    for part in key.replace("[]", "").split("."):
        fields = getattr(shape, "model_fields", None)
        if fields is None or part not in fields:
            return False
        inner = fields[part].annotation
        # Optional[X] and X alike
        shape = next((one for one in (*getattr(inner, "__args__", ()), inner) if hasattr(one, "model_fields")), inner)
    return True


def test_plan_keys_exist() -> None:
    guide = load_library().guide
    keys = [key for activity in guide.activities for step in activity.steps for key in step.answered_by]
    assert keys
    assert [key for key in keys if not _key_exists(key)] == []
    assert [check.id for check in guide.cloud_checks if check.plan_key and check.plan_key not in CloudChecks.model_fields] == []


def test_case_ids_exist(knowledge: Any) -> None:
    library = load_library()
    examples = [example for activity in library.guide.activities for step in activity.steps for example in step.examples]
    examples += [example for observation in library.observations.values() for example in observation.examples]
    assert {example.case for example in examples} <= set(knowledge.cases)
