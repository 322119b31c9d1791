"""Check that a CycloneDX bill of materials lists exactly what the lock does: every package, its version, and a hash of it.

    python tools/check_sbom.py dist/sbom.json

It runs on its own, so that any Python can check a release.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"


def locked(text: str) -> dict[str, str]:
    """Name and version of every package of a lock."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\\n]+)", text, re.MULTILINE)
    return {_name(name): version for name, version in pins}


def problems(sbom: object, lock: str) -> list[str]:
    """What is wrong with a bill of materials; empty when it is in step with the lock."""
    if not isinstance(sbom, dict) or sbom.get("bomFormat") != "CycloneDX":
        return ["this is no CycloneDX document"]
    components = sbom.get("components", [])
    wanted = locked(lock)
    listed = {_name(item["name"]): item.get("version", "") for item in components}
    found = [] if len(components) == len(wanted) else [f"{len(components)} components, {len(wanted)} packages in the lock"]
    found += [f"{name} {wanted[name]} is missing or has another version" for name in wanted if listed.get(name) != wanted[name]]
    found += [f"{name} is not in the lock" for name in listed if name not in wanted]
    return found + [f"{item['name']} has no hash" for item in components if not _hashes(item)]


def _hashes(component: dict[str, object]) -> list[object]:
    references = component.get("externalReferences", [])
    held = [component, *(references if isinstance(references, list) else [])]
    return [one for part in held if isinstance(part, dict) for one in part.get("hashes", [])]


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(argv: list[str]) -> int:
    """Print what is wrong, or the count; 1 when anything is."""
    sbom = json.loads(Path(argv[0]).read_text(encoding="utf-8"))
    lock = LOCK.read_text(encoding="utf-8")
    found = problems(sbom, lock)
    print(
        "\n".join(found)
        if found
        else f"{len(locked(lock))} packages in the lock, {len(sbom['components'])} components in the bill"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
