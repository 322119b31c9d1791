"""Synthetic plans for the benchmarks: 37 metrics, notes, evidence and measures, about 9 kB each."""

from __future__ import annotations

import random
from pathlib import Path

from hrsi_cli.knowledge.store import load_knowledge

KINDS = ("claim", "document", "drill", "event")


def write_plans(folder: Path, count: int, *, levels_only: bool = False, seed: int = 1) -> list[Path]:
    """Write ``count`` different plans; the same seed gives the same bytes.

    Plans of ``levels_only`` hold the same levels, with everything on a line of its own and without measures.
    """
    dice = random.Random(seed)  # noqa: S311 - no secret depends on it
    requirements = load_knowledge().requirements.values()
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        lines = [
            "hrsi: 1",
            f"system: {{id: system-{number}, name: 業務システム{number}, business_functions: [受注, 出荷], importance: {number % 9 + 1}}}",
            f"target: {{model: {dice.randint(1, 4)}}}",
            "objectives:",
            f"  failure: {{rto: {dice.choice(['2h', '12h', '1d'])}, rpo: {dice.choice(['0', '8h', '1d'])}, rlo: all}}",
            f"  disaster: {{restart: {dice.choice(['2h', '7d', '6mo'])}, rpo: 1d}}",
            "current:",
        ]
        for requirement in requirements:
            level = dice.randint(0, requirement.highest)
            lines += [
                f"  {requirement.id}:",
                f"    level: {level}",
                f"    note: {requirement.name.ja}の現状は{requirement.label(level).ja}。毎年度の棚卸しで確かめる",
                *_evidence(
                    dice.choice(KINDS), f"2026-0{dice.randint(1, 9)}-15", f"docs/evidence-{number}.md", on_lines=levels_only
                ),
            ]
        if not levels_only:
            lines += [
                "measures:",
                "  backups:",
                f"    - {{name: nightly, mode: asynchronous, interval: 1d, volume: {dice.randint(1, 40)} TB, change: 100 GB,",
                "       link: 100 Mbps, site: second, restore_throughput: 200 MB/s, encrypted: true, restore_tested: '2026-04-01'}",
                "  sites:",
                "    - {id: first, role: main, hazards: [kanto-quake], ups: 10m, generator: 24h}",
                "    - {id: second, role: backup, standby: warm, distance: 400 km, hazards: [nankai-quake], switch: manual, switch_time: 2h}",
                "  recovery: {detect: 10m, decide: 30m, verify: 1h, drilled: '2026-05-01', runbook_copies: [first, second]}",
            ]
        path = folder / f"plan-{number:05}.hrsi.yaml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def _evidence(kind: str, day: str, place: str, *, on_lines: bool) -> list[str]:
    if on_lines:
        return ["    evidence:", f"      kind: {kind}", f"      date: {day}", f"      ref: {place}"]
    return [f"    evidence: {{kind: {kind}, date: '{day}', ref: {place}}}"]
