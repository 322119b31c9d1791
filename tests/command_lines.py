"""A command line of every command that succeeds, for tests that must hold for all of them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import typer

from hrsi_cli.commands.app import build_app
from tests.conftest import AS_OF, ROOT, invoke

EXAMPLE = ROOT / "examples" / "order-system.hrsi.yaml"
_DAY = f"--as-of={AS_OF}"

LINES: dict[str, str] = {
    "select": "--rto-failure 2h --rto-disaster 7d --rpo 1d --budget high",
    "compare": "--case 4-1 --plan plan.yaml",
    "gap": f"plan.yaml {_DAY}",
    "report": f"plan.yaml {_DAY} -o report.html",
    "whatif": f"plan.yaml {_DAY} --set A.2.3.2=1",
    "portfolio": f". {_DAY}",
    "path": f"plan.yaml {_DAY}",
    "history": f"plan.yaml {_DAY}",
    "explain": "A.2.1.1",
    "guide": "1 --plan plan.yaml",
    "schema": "plan",
    "case list": "",
    "case show": "4-1",
    "case search": "water",
    "case like": "plan.yaml",
    "model list": "",
    "model show": "3",
    "model search": "backup site",
    "requirement list": "",
    "requirement show": "A.2.1.1",
    "requirement search": "server",
    "kb check": "",
    "kb about": "",
    "plan init": "new.yaml --model 3",
    "plan assess": "complete.yaml --no-input",
    "plan set": "plan.yaml A.2.3.2=1",
    "plan adjust": "plan.yaml A.2.3.2=1 --reason why",
    "plan validate": "plan.yaml",
    "plan diff": "plan.yaml complete.yaml",
    "plan export": f"plan.yaml {_DAY} -o new.xlsx",
    "plan import": "sheet.xlsx -o back.yaml",
    "plan fmt": "plan.yaml",
    "config show": "",
    "gate init": f"plan.yaml {_DAY}",
    "waiver add": f"plan.yaml A.2.4.1 {_DAY} --reason why --owner us --approved-by them --expires 2027-03-31",
    "waiver list": f"plan.yaml {_DAY}",
    "waiver renew": f"waived.yaml A.2.4.1 {_DAY} --expires 2027-06-30",
    "waiver check": f"plan.yaml {_DAY}",
}
"""What follows each command, run in a folder that ``prepare`` has filled."""
CODES = {"gap": 1, "plan assess": 2}
"""Exit codes of those that do not pass: the example has gaps, and nobody is there to answer."""
STARTS_GIT = {"history"}
"""Commands that ask git; ``plan diff`` does so only for ``REV:PATH``."""


def argv(command: str) -> list[str]:
    """The whole command line of a command."""
    return [*command.split(), *LINES[command].split()]


def command_tree() -> set[str]:
    """Every command that the program has."""

    def walk(node: typer.Typer, words: tuple[str, ...]) -> Iterator[str]:
        for command in node.registered_commands:
            yield " ".join((*words, command.name or ""))
        for group in node.registered_groups:
            assert group.typer_instance is not None
            yield from walk(group.typer_instance, (*words, str(group.name)))

    return set(walk(build_app(), ()))


def prepare(folder: Path) -> None:
    """Fill a folder with what the command lines name."""
    shutil.copy(EXAMPLE, folder / "plan.yaml")
    assert invoke("case", "show", "4-1", "--as-plan", "-o", folder / "complete.yaml").code == 0
    assert invoke("plan", "export", folder / "plan.yaml", _DAY, "-o", folder / "sheet.xlsx").code == 0
    shutil.copy(EXAMPLE, folder / "waived.yaml")
    line = LINES["waiver add"].replace("plan.yaml", str(folder / "waived.yaml"))
    assert invoke("waiver", "add", *line.split()).code == 0
    for words in (
        ["init", "-q"],
        ["add", "plan.yaml"],
        ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "first"],
    ):
        subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)
