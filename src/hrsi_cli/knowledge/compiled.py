"""Compiled files: the knowledge and the sentences as JSON, made anew when a checkout's YAML changed."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.language import Language

PACKAGE = Path(__file__).resolve().parents[1]
_COMPILED = PACKAGE / "_compiled"


def data_folder() -> Path:
    """The folder with the authored YAML: inside the package when installed, beside ``src`` in a checkout."""
    packaged = PACKAGE / "data"
    return packaged if packaged.is_dir() else PACKAGE.parents[1] / "data"


def load_catalogue(language: Language) -> Catalogue:
    """The program's sentences in a language."""
    return _catalogue(language, compiled("messages", f"messages.{language}.json"))


@lru_cache(maxsize=4)
def _catalogue(language: Language, content: bytes) -> Catalogue:
    """One object for one content, as with the knowledge."""
    return Catalogue(language, json.loads(content))


def compiled(group: str, name: str) -> bytes:
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
    own = (PACKAGE / "knowledge" / name for name in ("compiler.py", "core.py", "files.py", "rule_examples.py"))
    examples = folder.parent.glob("tests/examples/*/**/*.yaml") if group == "knowledge" else ()
    lines = []
    for path in (*sorted(file for pattern in patterns for file in folder.glob(pattern)), *sorted(examples), *own):
        status = path.stat()
        lines.append(f"{path.name} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(lines)


def _replace(path: Path, content: bytes) -> None:
    import tempfile

    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    os.replace(temporary, path)
