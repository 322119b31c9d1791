"""The screens of ``hrsi select`` as reviewed files, in both languages at 80 columns without colour."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.conftest import invoke

EXPECTED = Path(__file__).parent / "expected"
FITS = ("--rto-failure", "2h", "--rto-disaster", "7d", "--rpo", "1d", "--budget", "high")
SCREENS = {
    "select-fits": FITS,
    "select-conflict": (*FITS[:-1], "medium"),
    "select-verbose": (*FITS, "-v"),
}
MANY = """\
budget: medium
systems:
  - {id: mail, rto_failure: 3d, rto_disaster: 6か月, rpo: 1か月}
  - {id: web, name: 予約サイト, rto_failure: 2h, rto_disaster: 2h, rpo: 0, importance: 1, budget: high}
  - {id: erp, rto_failure: 1d, rto_disaster: 7d, rpo: 1d, importance: 1}
"""


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", [*SCREENS, "select-many"])
def test_screen(name: str, lang: str, tmp_path: Path) -> None:
    """Set HRSI_UPDATE_EXPECTED=1 to write the files anew, then read them."""
    argv = SCREENS.get(name, ())
    if not argv:
        path = tmp_path / "systems.yaml"
        path.write_text(MANY, encoding="utf-8")
        argv = ("--answers", str(path))
    out = invoke("select", *argv, lang=lang, width=80).out
    expected = EXPECTED / f"{name}.{lang}.txt"
    if os.environ.get("HRSI_UPDATE_EXPECTED"):
        expected.write_text(out, encoding="utf-8")
    assert out == expected.read_text(encoding="utf-8")


def test_formats_say_the_same(tmp_path: Path) -> None:
    markdown = invoke("select", *FITS, "--format", "markdown", lang="ja")
    assert markdown.code == 0
    assert markdown.out.startswith("# 推奨")
    assert "\x1b[" in invoke("select", *FITS, "--color", "always").out
