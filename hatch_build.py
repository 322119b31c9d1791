"""Compile the knowledge base into the package before a wheel is built."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileKnowledge(BuildHookInterface):  # type: ignore[type-arg]  # the interface is generic in newer versions only
    """Writes ``_compiled/*.json`` from ``data/``; an unsound knowledge base fails the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from hrsi_cli.knowledge.compiler import compile_knowledge, compile_messages

        files = {**compile_knowledge(root / "data"), **compile_messages(root / "data")}
        if files["examples.json"].strip() == b"{}":
            raise FileNotFoundError("the examples of the rules are not there: tests/examples belongs to the source")
        folder = root / "src" / "hrsi_cli" / "_compiled"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
            build_data["force_include"][str(folder / name)] = f"hrsi_cli/_compiled/{name}"
