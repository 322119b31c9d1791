"""Every command at every usual width: no line too wide, no English word cut, no closing bracket at the start of a line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.conftest import AS_OF, ROOT, invoke

PLAN = str(ROOT / "examples" / "order-system.hrsi.yaml")
PORTFOLIO = str(ROOT / "examples" / "portfolio")
SALES = str(Path(PORTFOLIO) / "sales.hrsi.yaml")
DAY = ("--as-of", AS_OF)
LINES: tuple[tuple[str, ...], ...] = (
    ("gap", PLAN, *DAY),
    ("gap", SALES, "-v", *DAY),
    ("gap", PORTFOLIO, *DAY),
    ("gap", PLAN, "--inputs"),
    ("compare", "--case", "4-1"),
    ("compare", "--model", "2"),
    ("case", "show", "4-1"),
    ("case", "list"),
    ("case", "search", "water"),
    ("case", "like", PLAN),
    ("model", "show", "3"),
    ("model", "list"),
    ("portfolio", PORTFOLIO, *DAY),
    ("path", SALES, "--to", "3", *DAY),
    ("explain", "A.2.1.1"),
    ("guide",),
    ("requirement", "list"),
    ("requirement", "show", "A.2.1.1"),
    ("kb", "about"),
    ("kb", "check", "--kb", str(ROOT / "examples" / "overlay.yaml")),
    ("whatif", PLAN, "--set", "A.2.3.2=1", *DAY),
    ("waiver", "list", PORTFOLIO, *DAY),
    ("select", "--rto-failure", "2h", "--rto-disaster", "7d", "--rpo", "1d", "--budget", "high"),
)
WORD = re.compile(r"[A-Za-z]{3,}")


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("argv", LINES, ids=lambda argv: " ".join(word for word in argv if "/" not in word))
def test_text_fits_and_keeps_its_words(argv: tuple[str, ...], lang: str) -> None:
    known = set(WORD.findall(invoke(*argv, lang=lang, width=200).out))
    for width in (80, 60, 40):
        shown = invoke(*argv, lang=lang, width=width).out
        lines = shown.split("\n")
        assert not [line for line in lines if cell_len(line) > width], width
        assert not [line for line in lines if re.match(r"\s*[)\]、。」]", line)], width
        cut = {word for word in WORD.findall(shown) if word not in known and not any(word == part for part in known)}
        # a name longer than any column may be cut at 40 columns; at 60 no word is
        assert width == 40 or not cut, (width, cut)


def test_a_repository_s_history_fits_too() -> None:
    for width in (80, 60, 40):
        lines = invoke("history", PLAN, lang="en", width=width).out.split("\n")
        assert not [line for line in lines if cell_len(line) > width], width
