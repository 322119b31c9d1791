"""Check that an audit looked at every package of the lock: an auditor that skips packages finds nothing wrong with them.

    python tools/check_audit.py dist/audit.json

The file is what ``pip-audit --format json`` writes. Packages for another platform may be missing.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"


def problems(audit: object, lock: str) -> list[str]:
    """What is wrong with an audit; empty when it covers the lock and found nothing."""
    listed = audit.get("dependencies", []) if isinstance(audit, dict) else []
    audited = {_name(item["name"]) for item in listed if "vulns" in item}
    pins = re.findall(r"^([A-Za-z0-9._-]+)==[^ ;\\\n]+( ;)?", lock, re.MULTILINE)
    found = [f"{name} was not audited" for name, elsewhere in pins if not elsewhere and _name(name) not in audited]
    found += [f"{item['name']} was skipped: {item['skip_reason']}" for item in listed if "skip_reason" in item]
    return found + [f"{item['name']}: {flaw['id']}" for item in listed for flaw in item.get("vulns", [])]


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(argv: list[str]) -> int:
    """Print what is wrong, or the count; 1 when anything is."""
    audit = json.loads(Path(argv[0]).read_text(encoding="utf-8"))
    found = problems(audit, LOCK.read_text(encoding="utf-8"))
    print("\n".join(found) if found else f"{len(audit['dependencies'])} packages audited, no known flaw")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
