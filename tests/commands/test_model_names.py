"""What an overlay calls a model system is what every text calls it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import AS_OF, ROOT, invoke

SALES = str(ROOT / "examples" / "portfolio" / "sales.hrsi.yaml")
SHOP = str(ROOT / "examples" / "portfolio" / "shop.hrsi.yaml")
OVERLAY = """\
overlay: 1
id: own
version: "1"
title: 社内基準
source: 社内基準 第1版
labels:
  - {model: 3, text: {ja: 標準型, en: Standard type}}
"""
DAY = ("--as-of", AS_OF)
TEXTS: tuple[tuple[str, ...], ...] = (
    ("select", "--rto-failure", "2h", "--rto-disaster", "7d", "--rpo", "1d", "--budget", "high"),
    ("model", "show", "3"),
    ("gap", SALES, *DAY),
    ("path", SALES, "--to", "3", *DAY),
    ("whatif", SHOP, "--set", "A.2.1.1=2", "--set", "C.4.3.1=3", *DAY),
    ("compare", "--case", "3-1"),
    ("compare", "--model", "3"),
    ("gap", SHOP, "--format", "json", *DAY),  # HRSI115 names the target
)


@pytest.fixture
def overlay(tmp_path: Path) -> str:
    path = tmp_path / "overlay.yaml"
    path.write_text(OVERLAY, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("argv", TEXTS, ids=[argv[0] for argv in TEXTS])
@pytest.mark.parametrize(("lang", "name"), [("ja", "標準型"), ("en", "Standard type")])
def test_the_label_of_an_overlay_is_used(argv: tuple[str, ...], lang: str, name: str, overlay: str) -> None:
    assert name in invoke(*argv, "--kb", overlay, lang=lang).out
    assert name not in invoke(*argv, lang=lang).out, "the next run knows nothing of it"


def test_a_report_uses_it_too(overlay: str, tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    invoke("report", SALES, "--format", "markdown", "-o", file, "--kb", overlay, *DAY)
    assert "Standard type" in file.read_text(encoding="utf-8")


def test_other_model_systems_and_records_keep_their_names(overlay: str) -> None:
    assert "path to model system 4" in invoke("path", SALES, "--to", "4", "--kb", overlay, *DAY).out
    record = invoke("gap", SALES, "--format", "json", "--kb", overlay, *DAY).json
    assert record["plans"][0]["target_model"] == 3
