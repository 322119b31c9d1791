"""Mutate valid plans at random and look for anything but a plan or an InputError. Run it by hand.

    python tests/fuzz/mutate.py --count 1000000 --seed 7

The same seed gives the same inputs. It prints one line per failure and a summary, and exits with 1 on
any failure. ``docs/robustness.md`` has the recipe for a nightly million.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hrsi_cli.domain.problem import InputError
from hrsi_cli.knowledge.plan_file import parse_plan
from hrsi_cli.knowledge.store import load_knowledge
from hrsi_cli.knowledge.text_file import decode

ROOT = Path(__file__).resolve().parents[2]
SLOW = 0.5
"""Seconds that no single input may take."""

TOKENS = [
    *(b": ", b"- ", b"? ", b"{", b"}", b"[", b"]", b",", b"&a ", b"*a", b"<<: ", b"!!int ", b"!x ", b"|\n", b">-\n", b"#"),
    *(
        b'"',
        b"'",
        b"\\",
        b"\n",
        b"\r",
        b"\r\n",
        b"\t",
        b"  ",
        b"---\n",
        b"...\n",
        b"%YAML 1.1\n---\n",
        b"%TAG ! tag:x,2000:\n---\n",
    ),
    *(b"\x00", b"\x1b[2J", b"\x85", b"\xc2\x85", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xff"),
    *(b'"\\uD800"', b'"\\U00110000"', b'"\\x1b"', "：".encode(), "　".encode(), "２時間".encode(), "1営業日".encode()),
    *(b"null", b"~", b"true", b"yes", b"0o7", b"1e400", b".nan", b"-0", b"9" * 30, b"2026-02-30", b"P1D", b"1h30m", b"100 Mbps"),
    *(
        b"20%",
        b"A.2.1.1",
        b"level",
        b"unknown",
        b"not_applicable",
        b"known",
        b"[key]",
        b"measures",
        b"waivers",
        b"HRSI101",
        b"costs",
    ),
]


def flip(data: bytearray, source: random.Random) -> None:
    """Change one byte."""
    data[source.randrange(len(data))] = source.randrange(256)


def insert(data: bytearray, source: random.Random) -> None:
    """Put a token that means something to YAML or to the plan format anywhere."""
    at = source.randrange(len(data) + 1)
    data[at:at] = source.choice(TOKENS)


def remove(data: bytearray, source: random.Random) -> None:
    """Take out up to forty bytes."""
    at = source.randrange(len(data))
    del data[at : at + source.randrange(1, 40)]


def copy(data: bytearray, source: random.Random) -> None:
    """Repeat a piece somewhere else."""
    at = source.randrange(len(data))
    piece = data[at : at + source.randrange(1, 60)] * source.choice((1, 1, 1, 2, 50))
    to = source.randrange(len(data) + 1)
    data[to:to] = piece


def lines(data: bytearray, source: random.Random) -> None:
    """Swap, drop or repeat whole lines."""
    rows = bytes(data).split(b"\n")
    first, second = source.randrange(len(rows)), source.randrange(len(rows))
    match source.randrange(3):
        case 0:
            rows[first], rows[second] = rows[second], rows[first]
        case 1:
            del rows[first]
        case _:
            rows.insert(first, rows[second])
    data[:] = b"\n".join(rows)


def value(data: bytearray, source: random.Random) -> None:
    """Replace what stands after a colon: keeps the YAML whole, so that the schema sees it."""
    at = data.find(b": ", source.randrange(len(data)))
    if at < 0:
        return
    ends = [end for end in (data.find(sign, at + 2) for sign in (b"\n", b",", b"}")) if end >= 0]
    data[at + 2 : min(ends, default=len(data))] = source.choice(TOKENS)


MUTATIONS: tuple[Callable[[bytearray, random.Random], None], ...] = (flip, insert, remove, copy, lines, value, value)


def mutated(seed: bytes, source: random.Random) -> bytes:
    """One to six mutations of a seed."""
    data = bytearray(seed)
    for _ in range(source.choice((1, 1, 1, 2, 3, 6))):
        if data:
            source.choice(MUTATIONS)(data, source)
    return bytes(data)


def seeds() -> list[bytes]:
    """The example and the plans of the rule tests."""
    files = [ROOT / "examples" / "order-system.hrsi.yaml", *sorted((ROOT / "tests" / "examples").glob("*/*.yaml"))]
    return [file.read_bytes() for file in files]


def main() -> int:
    """Run the mutations; 1 when any of them did what none may do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    source = random.Random(chosen.seed)
    knowledge = load_knowledge()
    rules = frozenset(knowledge.rules)
    known = seeds()
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for number in range(chosen.count):
        data = mutated(source.choice(known), source)
        begun = time.perf_counter()
        try:
            parse_plan(decode(data, "fuzz.yaml"), "fuzz.yaml", knowledge, rules)
            outcomes["accepted"] += 1
        except InputError as error:
            outcomes["refused"] += 1
            if not error.problems or any(problem.position.line < 1 for problem in error.problems):
                outcomes["failures"] += 1
                print(f"{number}: refused without a place: {data!r}")
        except Exception as error:
            outcomes["failures"] += 1
            print(f"{number}: {type(error).__name__}: {error}: {data!r}")
        took = time.perf_counter() - begun
        slowest = max(slowest, took)
        if took > SLOW:
            outcomes["failures"] += 1
            print(f"{number}: took {took:.2f} s: {data[:200]!r}")
    print(f"{chosen.count} inputs, {dict(outcomes)}, slowest {slowest:.3f} s")
    return 1 if outcomes["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
