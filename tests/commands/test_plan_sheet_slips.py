"""Worksheets that came back with renamed headers, copied sheets, words for levels, or from another system."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.conftest import AS_OF, ROOT, invoke

LANGS = ("ja", "en")
SHEETS = {"ja": "要件定義", "en": "Requirements"}
HEADERS = {
    "A": {"ja": "項番", "en": "Metric"},
    "H": {"ja": "要件調整", "en": "Adjusted level"},
    "I": {"ja": "調整の理由", "en": "Reason for adjustment"},
    "K": {"ja": "現在のレベル", "en": "Level today"},
    "N": {"ja": "備考", "en": "Note"},
    "O": {"ja": "証拠の種類", "en": "Evidence"},
    "R": {"ja": "実測時間", "en": "Measured time"},
}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("sheets")
    for lang in LANGS:
        assert (
            invoke(
                "plan",
                "export",
                ROOT / "examples" / "order-system.hrsi.yaml",
                "-o",
                folder / f"{lang}.xlsx",
                "--as-of",
                AS_OF,
                lang=lang,
            ).code
            == 0
        )
    return {lang: folder / f"{lang}.xlsx" for lang in LANGS}


@pytest.fixture
def plan(example_plan: Path, tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_bytes(example_plan.read_bytes())
    return path


def worked(source: Path, target: Path, cells: Mapping[str, Any], sheet: int = 0) -> Path:
    book = openpyxl.load_workbook(source)
    for cell, value in cells.items():
        book.worksheets[sheet][cell] = value
    book.save(target)
    return target


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("column", HEADERS)
@pytest.mark.parametrize("name", ["11月", None])
def test_a_renamed_header_is_refused_by_sheet_and_cell(
    exported: Mapping[str, Path], plan: Path, tmp_path: Path, lang: str, column: str, name: str | None
) -> None:
    before = plan.read_bytes()
    sheet = worked(exported[lang], tmp_path / "x.xlsx", {f"{column}4": name, "K10": 2})
    run = invoke("plan", "import", sheet, "--into", plan)
    assert run.code == 2
    header = HEADERS[column][lang]
    there = name or "blank"
    assert f'{sheet}!{SHEETS[lang]}!{column}4: error: the header "{header}" is missing; in its place stands {there}\n' in run.err
    assert f'hint: call the column "{header}" again' in run.err
    assert run.err.count("error:") == 1
    assert plan.read_bytes() == before
    told = invoke("plan", "import", sheet, "--into", plan, lang="ja").err
    assert f"見出し「{header}」がない。その場所の見出しは {name or '空欄'}" in told


def test_every_renamed_header_is_told_at_once(exported: Mapping[str, Path], tmp_path: Path) -> None:
    cells = {"H4": "調整", "I4": "理由", "K4": "現在のレベル(11月)", "N4": "メモ"}
    sheet = worked(worked(exported["ja"], tmp_path / "x.xlsx", cells), tmp_path / "x.xlsx", {"C3": "内容"}, sheet=3)
    err = invoke("plan", "import", sheet).err
    for cell, was, found in (("H4", "要件調整", "調整"), ("I4", "調整の理由", "理由"), ("N4", "備考", "メモ")):
        assert f'要件定義!{cell}: error: the header "{was}" is missing; in its place stands {found}\n' in err
    assert '要件定義!K4: error: the header "現在のレベル" is missing; in its place stands 現在のレベル(11月)' in err
    assert '計画データ!C3: error: the header "値" is missing; in its place stands 内容' in err


@pytest.mark.parametrize("lang", LANGS)
def test_plan_data_without_any_header_is_refused(exported: Mapping[str, Path], tmp_path: Path, lang: str) -> None:
    sheet = worked(exported[lang], tmp_path / "x.xlsx", {"A3": "a", "B3": "b", "C3": "c"}, sheet=3)
    run = invoke("plan", "import", sheet)
    assert run.code == 2
    for header in {"ja": ("キー", "値"), "en": ("Key", "Value")}[lang]:
        assert f'the header "{header}" is missing\n' in run.err


@pytest.mark.parametrize("lang", LANGS)
def test_the_comparison_with_cases_is_never_read(exported: Mapping[str, Path], plan: Path, tmp_path: Path, lang: str) -> None:
    book = openpyxl.load_workbook(exported[lang])
    del book[SHEETS[lang]]
    book.save(tmp_path / "x.xlsx")
    run = invoke("plan", "import", tmp_path / "x.xlsx", "--into", plan)
    assert run.code == 2
    assert "no table of requirements was found" in run.err


def test_columns_taken_out_on_purpose_are_told_and_nothing_is_lost(
    exported: Mapping[str, Path], plan: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(exported["ja"])
    book["要件定義"].delete_cols(15, 4)
    book["要件定義"].delete_cols(8, 2)
    book.save(tmp_path / "x.xlsx")
    before = plan.read_bytes()
    run = invoke("plan", "import", tmp_path / "x.xlsx", "--into", plan, "--format", "json")
    assert run.code == 0, run.err
    (note,) = run.json["notes"]
    assert note.startswith("these columns are not there and were not read: 要件調整, 調整の理由, 証拠の種類")
    assert plan.read_bytes() == before


def test_a_table_made_by_hand_needs_two_columns(plan: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["項番", "要件名", "担当", "現在のレベル", "備考"], ["A.2.1.1", "x", "y", "2", "memo"]):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    run = invoke("plan", "import", tmp_path / "x.xlsx", "--into", plan, "--format", "json")
    assert [one["metric"] for one in run.json["taken"]] == ["A.2.1.1"]
    assert 'note: "memo"' in run.json["plan"] or "note: memo" in run.json["plan"]


def test_what_stands_twice_is_refused(exported: Mapping[str, Path], tmp_path: Path) -> None:
    sheet = worked(exported["ja"], tmp_path / "x.xlsx", {"S4": "現在のレベル"})
    assert (
        '要件定義!S4: error: the header "現在のレベル" stands here a second time (first in K4)'
        in invoke("plan", "import", sheet).err
    )
    book = openpyxl.load_workbook(exported["ja"])
    book.copy_worksheet(book["要件定義"]).title = "控え"
    book.save(sheet)
    run = invoke("plan", "import", sheet)
    assert (run.code, "several sheets hold this table: 要件定義, 控え" in run.err) == (2, True)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("given", [("--as", "target"), ("--column", "2"), ("--column", "2", "--as", "target")])
def test_what_only_a_grades_sheet_can_be_asked_is_refused(
    exported: Mapping[str, Path], plan: Path, lang: str, given: tuple[str, ...]
) -> None:
    before = plan.read_bytes()
    run = invoke("plan", "import", exported[lang], *given, "--into", plan)
    assert run.code == 2
    assert f"{'--as target' if '--as' in given else '--column'}" in run.err
    assert "cannot be used with a worksheet of hrsi" in run.err
    assert plan.read_bytes() == before


@pytest.mark.parametrize("lang", LANGS)
def test_the_sheet_of_another_system_needs_force(exported: Mapping[str, Path], plan: Path, lang: str) -> None:
    text = plan.read_text(encoding="utf-8").replace("id: order-core", "id: mail")
    plan.write_text(text, encoding="utf-8")
    for flags in ((), ("--dry-run",)):
        run = invoke("plan", "import", exported[lang], "--into", plan, *flags, lang=lang)
        assert run.code == 2
        assert "order-core" in run.err and "mail" in run.err and "--force" in run.err
        assert plan.read_text(encoding="utf-8") == text
    run = invoke("plan", "import", exported[lang], "--into", plan, "--force", "--format", "json")
    assert run.json["changes"] == [{"path": ["system", "id"], "old": "mail", "new": "order-core"}]


def test_a_sheet_without_plan_data_fits_every_plan(exported: Mapping[str, Path], plan: Path, tmp_path: Path) -> None:
    plan.write_text(plan.read_text(encoding="utf-8").replace("id: order-core", "id: mail"), encoding="utf-8")
    book = openpyxl.load_workbook(exported["ja"])
    del book["計画データ"]
    book.save(tmp_path / "x.xlsx")
    assert invoke("plan", "import", tmp_path / "x.xlsx", "--into", plan).code == 0


@pytest.mark.parametrize("given", [("--id", "x"), ("--model", "2")])
def test_what_only_a_new_plan_takes_is_refused_with_into(
    exported: Mapping[str, Path], plan: Path, given: tuple[str, str]
) -> None:
    run = invoke("plan", "import", exported["ja"], "--into", plan, *given)
    assert (run.code, "cannot be given together with --into" in run.err) == (2, True)


@pytest.mark.parametrize(
    ("cell", "value", "answer"),
    [
        ("K10", "不明", "unknown"),
        ("K10", "Unknown", "unknown"),
        ("K10", "全サーバ", 2),
        ("K10", "All servers", 2),
        ("K10", "レベル2", 2),
        ("K10", "Ｌｅｖｅｌ　２", 2),
        ("K10", "レベル2: 全サーバ", 2),
        ("K10", "2 全サーバ(DBを除く)", 2),
        ("K7", "２時間以内", 4),
        ("K7", "4 within 2 hours", 4),
        ("K36", "1日", 4),  # not level 1
        ("K36", "4 1日", 4),
        ("K9", "3日以内", 4),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_words_for_a_level_are_read(
    exported: Mapping[str, Path], tmp_path: Path, lang: str, cell: str, value: str, answer: int | str
) -> None:
    run = invoke("plan", "import", worked(exported[lang], tmp_path / "x.xlsx", {cell: value}), "--format", "json")
    assert [one["level"] for one in run.json["taken"] if one["cell"] == cell] == [answer]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("K10", "なし"),
        ("K10", "レベル3"),
        ("K10", "未定"),
        ("K10", "全"),
        ("K9", "1週間"),
        ("K7", "1日"),
        ("H10", "不明"),
        ("H10", "該当なし"),
    ],
)
def test_other_words_are_refused_with_the_scale(exported: Mapping[str, Path], tmp_path: Path, cell: str, value: str) -> None:
    sheet = worked(exported["ja"], tmp_path / "x.xlsx", {cell: value, f"I{cell[1:]}": "why"})
    run = invoke("plan", "import", sheet, lang="ja")
    assert run.code == 2
    assert f"要件定義!{cell}: エラー: " in run.err
    assert f"のレベルとして {value} は読めない" in run.err
    if cell[1:] == "10":
        others = "、未確認、該当なし" if cell[0] == "K" else ""
        assert f"ヒント: 数字か言葉のどちらかで書く: 0 非冗長、1 特定サーバのみ、2 全サーバ{others}\n" in run.err


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"O10": None, "P10": "2026-01-01"}, ('O10: error: A.2.1.1 has evidence but nothing under "{O}"; there are',)),
        ({"K10": "該当なし", "N10": None}, ('N10: error: A.2.1.1 is n/a without a reason: write it under "{N}"\n',)),
        ({"H10": 1, "I10": None}, ('I10: error: the adjustment of A.2.1.1 has no reason: write it under "{I}"\n',)),
        ({"O10": "claim", "R10": "soon"}, ("R10: error: A.2.1.1 {R}: soon is not a duration",)),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_errors_name_columns_and_not_keys(
    exported: Mapping[str, Path], tmp_path: Path, lang: str, cells: Mapping[str, Any], says: tuple[str, ...]
) -> None:
    run = invoke("plan", "import", worked(exported[lang], tmp_path / "x.xlsx", cells))
    assert run.code == 2
    assert run.err.count("error:") == 1
    for sentence in says:
        assert sentence.format(**{column: words[lang] for column, words in HEADERS.items()}) in run.err
    assert "current." not in run.err and "adjustments" not in run.err
