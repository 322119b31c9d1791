"""``hrsi plan export`` and ``import``: round trips, sheets that people have worked on, and IPA's worksheet."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from tests.conftest import AS_OF, invoke

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.knowledge.plan_file import load_plan

FULL = """\
hrsi: 1
knowledge: "2026.1"
notes: |
  =1+1
  二行目  <b>&amp;</b>
system:
  id: full
  name: "=HYPERLINK(1)"
  business_functions: ["+受注", "-出荷", "@照会"]
  importance: 2
  depends_on: [other]
  notes: " 前後に空白 "
target: {model: 4, adjustments: {A.2.4.1: {level: 0, reason: "_x0041_ と\\tタブ"}, A.1.2.3: {level: 1, reason: x}}}
objectives:
  failure: {rto: ２時間, rpo: 0, rlo: all}
  disaster: {restart: 1w, rpo: PT1H, rlo: specific, assumes: []}
current:
  A.2.1.1: {level: 2, note: "'引用", evidence: {kind: event, date: 2026-01-31, ref: "#N/A", measured: 30m}}
  A.2.1.2: {level: unknown, note: 調査中}
  A.2.5.1: {not_applicable: "2026-05-01"}
  A.2.3.1: unknown
  C.2.5.1: 0
measures:
  backups:
    - {name: "1", mode: asynchronous, interval: 0, volume: 2 TB, efficiency: 0.7, encrypted: false, online: true, site: b}
  sites:
    - {id: a, role: main, hazards: []}
    - {id: b, role: backup, activated_from: [], failback: {}}
  recovery: {runbook_copies: [], vendor: {}}
waivers:
  - {metric: C.3.4.1, current: unknown, target: 2, reason: r, owner: o, approved_by: p, created: 2026-01-01, expires: 2026-12-31}
  - {rule: HRSI101, reason: r, owner: o, approved_by: p, created: 2026-01-01, expires: 2026-12-31}
costs:
  unit: 万円
  steps: {A.2.1.1: {"1": 10, "2": 20.5}}
  requires: [{metric: A.3.2.2, level: 2, needs: {A.3.1.1: 3}}]
phases: [{id: p1, by: 2027-03-31, levels: {A.2.1.1: 2, A.3.2.2: 1}}]
"""


def plan_of(path: Path | str, knowledge: KnowledgeBase) -> Plan:
    return load_plan(str(path), knowledge, frozenset(knowledge.rules)).plan


def export(plan: Path | str, sheet: Path, lang: str = "ja") -> Path:
    run = invoke("plan", "export", plan, "-o", sheet, "--as-of", AS_OF, lang=lang)
    assert (run.code, run.out) == (0, ""), run.err
    return sheet


@pytest.fixture
def full(tmp_path: Path) -> Path:
    path = tmp_path / "full.hrsi.yaml"
    path.write_text(FULL, encoding="utf-8")
    return path


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_round_trip_of_the_example_is_equal(example_plan: Path, tmp_path: Path, knowledge: KnowledgeBase, lang: str) -> None:
    sheet = export(example_plan, tmp_path / "sheet.xlsx", lang)
    run = invoke("plan", "import", sheet, "-o", tmp_path / "back.yaml", lang="en" if lang == "ja" else "ja")
    assert run.code == 0, run.err
    assert plan_of(tmp_path / "back.yaml", knowledge) == plan_of(example_plan, knowledge)


def test_round_trip_keeps_every_key_and_every_awkward_text(full: Path, tmp_path: Path, knowledge: KnowledgeBase) -> None:
    sheet = export(full, tmp_path / "sheet.xlsx")
    assert invoke("plan", "import", sheet, "-o", tmp_path / "back.yaml").code == 0
    assert plan_of(tmp_path / "back.yaml", knowledge) == plan_of(full, knowledge)


@pytest.mark.parametrize("case", ["1-2", "3-1", "4-1"])
def test_round_trip_of_cases_is_equal(case: str, tmp_path: Path, knowledge: KnowledgeBase) -> None:
    plan = tmp_path / "case.yaml"
    assert invoke("case", "show", case, "--as-plan", "-o", plan).code == 0
    sheet = export(plan, tmp_path / "sheet.xlsx", "en")
    assert invoke("plan", "import", sheet, "-o", tmp_path / "back.yaml").code == 0
    assert plan_of(tmp_path / "back.yaml", knowledge) == plan_of(plan, knowledge)


def test_import_into_the_same_plan_changes_nothing(example_plan: Path, tmp_path: Path) -> None:
    copy = tmp_path / "plan.yaml"
    copy.write_bytes(example_plan.read_bytes())
    run = invoke("plan", "import", export(example_plan, tmp_path / "sheet.xlsx"), "--into", copy)
    assert run.code == 0
    assert copy.read_bytes() == example_plan.read_bytes()
    assert "unchanged" in run.out


def test_nothing_of_a_plan_is_a_formula(full: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export(full, tmp_path / "sheet.xlsx"))
    formulas = [cell.value for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert formulas
    assert all(formula.startswith(("=IF(ISNUMBER(", "=IF(K")) for formula in formulas)
    assert not any("HYPERLINK" in formula for formula in formulas)
    with zipfile.ZipFile(tmp_path / "sheet.xlsx") as package:
        assert not [name for name in package.namelist() if "vba" in name.lower() or "externalLink" in name]
        assert not [name for name in package.namelist() if name.endswith(".rels") and b"TargetMode" in package.read(name)]


def test_the_sheet_is_laid_out_for_people(example_plan: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export(example_plan, tmp_path / "sheet.xlsx"))
    assert book.sheetnames == ["要件定義", "事例との対比", "差異と指摘", "計画データ", "出典", "lists"]
    sheet = book["要件定義"]
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == ("landscape", 9, 0)
    headers = [cell.value for cell in sheet[4]]
    assert headers[0] == "項番"
    rows = {row[0].value: dict(zip(headers, row, strict=True)) for row in sheet.iter_rows(min_row=5)}
    assert len(rows) == 37
    assert rows["A.2.1.1"]["項番"].data_type == "s"
    assert rows["A.2.1.1"]["現在のレベル"].value == 1
    assert rows["A.2.4.1"]["要件調整"].value == 2
    assert "1 特定サーバのみ" in rows["A.2.1.1"]["レベルの尺度"].value
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists["K10"] == '"0,1,2,未確認,該当なし"'
    assert len(sheet.conditional_formatting) >= 1
    shown = openpyxl.load_workbook(tmp_path / "sheet.xlsx", data_only=True)["要件定義"]
    assert [shown["L10"].value, shown["M10"].value, shown["J10"].value] == ["特定サーバのみ", "不足", 2]


def test_bytes_do_not_depend_on_when_it_is_written(full: Path, tmp_path: Path) -> None:
    first = export(full, tmp_path / "one.xlsx").read_bytes()
    assert export(full, tmp_path / "two.xlsx").read_bytes() == first


def test_a_sheet_that_people_have_worked_on(example_plan: Path, tmp_path: Path, knowledge: KnowledgeBase) -> None:
    """Inserted columns and rows, a moved table, full-width digits, words with the level, merged cells, other sheets."""
    path = export(example_plan, tmp_path / "sheet.xlsx")
    source = openpyxl.load_workbook(path)
    old = source["要件定義"]
    book = openpyxl.Workbook()
    book.active.title = "メモ"
    book.active["A1"] = "項番"
    book.active["B2"] = "これは別の表"
    sheet = book.create_sheet("うちの要件")
    sheet["A1"] = "部外秘"
    for row in old.iter_rows(min_row=4):
        for cell in row:
            sheet.cell(row=cell.row + 6, column=cell.column + 3 + (2 if cell.column > 8 else 0), value=cell.value)
    sheet.cell(row=10, column=12, value="社内コード")
    current = next(cell.column for cell in sheet[10] if cell.value == "現在のレベル")
    at = {sheet.cell(row=row, column=4).value: row for row in range(11, 48)}
    sheet.cell(row=at["A.2.1.1"], column=current, value="２")
    sheet.cell(row=at["A.2.1.1"], column=4, value="Ａ．２．１．１")
    sheet.cell(row=at["A.2.3.1"], column=current, value="2 全機器")
    sheet.cell(row=at["C.5.5.1"], column=current, value="該当なし")
    sheet.cell(row=at["C.5.5.1"], column=next(cell.column for cell in sheet[10] if cell.value == "備考"), value="運用を委託")
    sheet.merge_cells(start_row=at["A.2.4.1"], end_row=at["A.2.4.2"], start_column=current, end_column=current)
    data = book.create_sheet("別の場所")
    for row in source["計画データ"].iter_rows():
        for cell in row:
            data.cell(row=cell.row + 3, column=cell.column + 1, value=cell.value)
    book.save(tmp_path / "worked.xlsx")

    run = invoke("plan", "import", tmp_path / "worked.xlsx", "-o", tmp_path / "back.yaml", lang="ja")
    assert run.code == 0, run.err
    before, after = plan_of(example_plan, knowledge), plan_of(tmp_path / "back.yaml", knowledge)
    changed = {metric for metric in after.current if after.current[metric] != before.current.get(metric)}
    assert changed == {"A.2.1.1", "A.2.3.1", "A.2.4.2", "C.5.5.1"}
    levels = {metric: getattr(after.current[metric], "level", None) for metric in changed}
    assert levels == {"A.2.1.1": 2, "A.2.3.1": 2, "A.2.4.2": 0, "C.5.5.1": None}
    assert after.measures == before.measures
    assert after.target == before.target


def test_import_into_loses_nothing(example_plan: Path, tmp_path: Path, knowledge: KnowledgeBase) -> None:
    path = export(example_plan, tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["要件定義"]
    sheet["K10"] = 2  # A.2.1.1
    sheet["K5"] = None  # A.1.2.3: blank says nothing
    for row in book["計画データ"].iter_rows():
        if row[0].value == "objectives.failure.rto":
            row[2].value = "1h"
    book.save(path)
    plan = tmp_path / "plan.yaml"
    text = example_plan.read_text(encoding="utf-8").replace("  backups:\n", "  backups:  # 注記\n")
    text = text.replace("      growth_per_year: 25%\n", "      growth_per_year: 25%\n    - {name: extra, mode: synchronous}\n")
    plan.write_text(text, encoding="utf-8")
    run = invoke("plan", "import", path, "--into", plan)
    assert run.code == 0, run.err
    after = plan.read_text(encoding="utf-8")
    assert after == text.replace("A.2.1.1: {level: 1,", "A.2.1.1: {level: 2,").replace("failure: {rto: 2h,", "failure: {rto: 1h,")
    assert "A.2.1.1: the level changed" in " ".join(run.out.split())


def test_dry_run_shows_the_difference_and_writes_nothing(example_plan: Path, tmp_path: Path) -> None:
    path = export(example_plan, tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(path)
    book["要件定義"]["K10"] = 2
    book.save(path)
    plan = tmp_path / "plan.yaml"
    plan.write_bytes(example_plan.read_bytes())
    run = invoke("plan", "import", path, "--into", plan, "--dry-run")
    assert run.code == 0
    assert "+  A.2.1.1: {level: 2," in run.out
    assert plan.read_bytes() == example_plan.read_bytes()


@pytest.mark.parametrize(
    ("cell", "value", "says"),
    [
        ("K10", 9, "要件定義!K10: error: 9 is not a level of A.2.1.1"),
        ("K10", 1.5, "要件定義!K10: error: 1.5 is not a level"),
        ("K10", "たぶん2", "要件定義!K10: error"),
        ("K10", True, "要件定義!K10: error"),
        ("A11", "A.2.1.1", "要件定義!A11: error: the metric A.2.1.1 stands here a second time (first in A10)"),
        ("I14", None, "要件定義!I14: error: the adjustment of A.2.4.1 has no reason"),
        ("P6", "2026-13-01", "要件定義!P6: error"),
        ("O6", "うわさ", "要件定義!O6: error"),
    ],
)
def test_errors_name_sheet_and_cell(example_plan: Path, tmp_path: Path, cell: str, value: Any, says: str) -> None:
    path = export(example_plan, tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(path)
    book["要件定義"][cell] = value
    book.save(path)
    run = invoke("plan", "import", path, "-o", tmp_path / "back.yaml")
    assert run.code == 2
    assert f"{path}!{says}" in run.err
    assert not (tmp_path / "back.yaml").exists()


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("objectives.failure.rto", "1営業日", "error: objectives.failure.rto: 1営業日 is not a duration"),
        ("measures.backups[1].site", "nowhere", "nowhere"),
        ("target.model", 7, "7"),
    ],
)
def test_errors_of_plan_data_name_the_cell(example_plan: Path, tmp_path: Path, key: str, value: Any, says: str) -> None:
    path = export(example_plan, tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(path)
    row = next(row for row in book["計画データ"].iter_rows() if row[0].value == key)
    row[2].value = value
    book.save(path)
    run = invoke("plan", "import", path, "-o", tmp_path / "back.yaml")
    assert run.code == 2
    assert f"計画データ!C{row[2].row}: error" in run.err
    assert says in run.err


def test_all_errors_come_at_once(example_plan: Path, tmp_path: Path) -> None:
    path = export(example_plan, tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(path)
    book["要件定義"]["K10"] = 9
    book["要件定義"]["K11"] = "x"
    book.save(path)
    run = invoke("plan", "import", path)
    assert run.err.count("error:") == 2


def test_no_error_hides_another(example_plan: Path, tmp_path: Path) -> None:
    """Refused levels, evidence in their rows and in others, a missing reason, and values and names in the plan data."""
    path = export(example_plan, tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(path)
    for cell, value in {
        "K11": "x",
        "K12": 9,
        "O6": "うわさ",
        "P6": "2026-13-01",
        "O11": "?",
        "O12": "訓練",
        "P12": "bad",
        "H14": 7,
        "I14": None,
    }.items():
        book["要件定義"][cell] = value
    rows = {row[0].value: row[2] for row in book["計画データ"].iter_rows()}
    rows["objectives.failure.rto"].value = "1営業日"
    rows["measures.backups[1].site"].value = "nowhere"
    book.save(path)
    run = invoke("plan", "import", path)
    assert run.code == 2
    cells = ["K11", "K12", "O6", "P6", "O11", "P12", "H14", "I14", rows["objectives.failure.rto"].coordinate]
    for cell in (*cells, rows["measures.backups[1].site"].coordinate):
        assert run.err.count(f"!{cell}: error:") == 1
    assert run.err.count("error:") == 10


@pytest.mark.parametrize(("lang", "kinds"), [("ja", "申告, 文書, 訓練, 実際の出来事"), ("en", "claim, document, drill, event")])
def test_a_wrong_kind_of_evidence_is_told_in_the_words_of_the_sheet(
    example_plan: Path, tmp_path: Path, lang: str, kinds: str
) -> None:
    path = export(example_plan, tmp_path / "sheet.xlsx", lang)
    book = openpyxl.load_workbook(path)
    book[book.sheetnames[0]]["O6"] = "rumour"
    book.save(path)
    run = invoke("plan", "import", path)
    assert f"O6: error: rumour is not a kind of evidence for A.1.3.1; there are {kinds}\n" in run.err
    assert "証拠の種類に rumour はない。選べるのは" in invoke("plan", "import", path, lang="ja").err


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_import_into_says_what_changed_and_when_nothing_did(example_plan: Path, tmp_path: Path, lang: str) -> None:
    path = export(example_plan, tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(path)
    for cell, value in {"K10": 2, "N11": "memo", "H14": 1, "H13": 1, "I13": "why"}.items():
        book["要件定義"][cell] = value
    book.save(path)
    plan = tmp_path / "plan.yaml"
    plan.write_bytes(example_plan.read_bytes())
    told = {
        "ja": (
            "A.2.1.1 サーバ 冗長化(機器): 1 特定サーバのみ -> 2 全サーバ",
            "note: なし -> memo",
            "A.2.4.1 回線の冗長化: 2 全て -> 1 一部",
        ),
        "en": (
            "A.2.1.1 Server redundancy (machines): 1 specific servers -> 2 all servers",
            "note: none -> memo",
            "redundancy: 2 all -> 1 partly",
        ),
    }[lang]
    for flags in (("--dry-run",), ()):
        run = invoke("plan", "import", path, "--into", plan, *flags, lang=lang, width=120)
        assert run.code == 0, run.err
        assert all(line in run.out for line in told)
        assert "(プリセット) -> " in run.out or "(preset) -> " in run.out  # A.2.3.2 was not adjusted before
        assert "C.1.3.1" not in run.out  # taken as it was
    run = invoke("plan", "import", path, "--into", plan, lang=lang)
    assert {"ja": "変わるところはない", "en": "nothing changed"}[lang] in run.out
    assert "->" not in run.out
    assert "C.1.3.1" in invoke("plan", "import", path, "--into", plan, "-v", lang=lang).out


def test_the_record_of_an_import_holds_every_change(example_plan: Path, tmp_path: Path) -> None:
    path = export(example_plan, tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(path)
    book["要件定義"]["K11"] = 1
    book.save(path)
    plan = tmp_path / "plan.yaml"
    plan.write_bytes(example_plan.read_bytes())
    run = invoke("plan", "import", path, "--into", plan, "--format", "json")
    assert run.json["changes"] == [{"path": ["current", "A.2.1.2"], "old": 2, "new": 1}]
    assert invoke("plan", "import", path, "--into", plan, "--format", "json").json["changes"] == []
    assert invoke("plan", "import", path, "--format", "json").json["changes"] == []


def test_a_worksheet_is_not_overwritten_unless_asked(example_plan: Path, tmp_path: Path) -> None:
    path = export(example_plan, tmp_path / "sheet.xlsx")
    assert invoke("plan", "export", example_plan, "-o", path).code == 2
    assert invoke("plan", "export", example_plan, "-o", path, "--force").code == 0
    assert invoke("plan", "export", example_plan).code == 2
    assert invoke("plan", "export", example_plan, "-o", tmp_path / "sheet.csv").code == 2


def test_without_a_file_the_plan_goes_to_standard_output(example_plan: Path, tmp_path: Path) -> None:
    path = export(example_plan, tmp_path / "sheet.xlsx")
    run = invoke("plan", "import", path)
    assert run.out.startswith("hrsi: 1\n")
    assert "Import of" in run.err


def grades_sheet(
    path: Path,
    *,
    shift: int = 0,
    levels: dict[str, tuple[Any, ...]] | None = None,
    disks: tuple[str, ...] = ("非冗長構成", "単一冗長", "多重冗長"),
) -> Path:
    """A small sheet of the same layout as IPA's, with two rows that the guide does not use."""
    rows = {
        "A.1.1.1": (2, 4, 5),
        "A.1.3.2": (1, 2, 4),
        "A.2.1.1": ("", "1", "２"),
        "A.2.5.3": ("", 1, 2),
        "C.3.3.2": ("-", "4", 5),
        "B.1.1.1": (0, 0, 0),
    } | (levels or {})
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("表紙・使用条件").write(0, 0, "項番 は次のシート")
    sheet = book.add_worksheet("活用シート")
    head, top = shift, shift
    sheet.merge_range(top, head, top + 1, head, "項番")
    for offset, title in enumerate(("大項目", "メトリクス\n(指標)"), 1):
        sheet.write(top, head + offset, title)
    sheet.merge_range(top, head + 3, top, head + 8, "レベル")
    for level in range(6):
        sheet.write(top + 1, head + 3 + level, level)
    for number, title in enumerate(("社会的影響が殆ど無いシステム", "社会的影響が限定される\nシステム", "自社 販売管理")):
        column = head + 9 + number * 3
        sheet.merge_range(top, column, top, column + 2, title)
        sheet.merge_range(top + 1, column, top + 1, column + 1, "選択レベル")
        sheet.write(top + 1, column + 2, "選択時の条件")
    for row, (metric, selected) in enumerate(rows.items(), top + 2):
        sheet.write_string(row, head, metric)
        words = disks if metric == "A.2.5.3" else ("なし", "一部", "全て")
        for offset, word in enumerate(words):
            sheet.write_string(row, head + 3 + offset, word)
        for number, level in enumerate(selected):
            sheet.write(row, head + 9 + number * 3, level)
    book.close()
    return path


def test_a_column_of_the_grades_sheet_has_to_be_chosen(tmp_path: Path) -> None:
    run = invoke("plan", "import", grades_sheet(tmp_path / "ipa.xlsx"), "-o", tmp_path / "plan.yaml")
    assert run.code == 2
    for name in ("1 = J 社会的影響が殆ど無いシステム", "2 = M", "3 = P 自社 販売管理"):
        assert name in run.err
    assert invoke("plan", "import", tmp_path / "ipa.xlsx", "--column", "9").code == 2
    assert invoke("plan", "import", tmp_path / "ipa.xlsx", "--column", "社会的影響").code == 2


@pytest.mark.parametrize("column", ["3", "P", "p", "自社 販売管理", "販売管理", "３"])
@pytest.mark.parametrize("shift", [0, 4])
def test_the_selected_levels_are_taken(tmp_path: Path, knowledge: KnowledgeBase, column: str, shift: int) -> None:
    if shift and column.casefold() == "p":
        column = "T"
    sheet = grades_sheet(tmp_path / "ipa.xlsx", shift=shift)
    run = invoke(
        "plan",
        "import",
        sheet,
        "--column",
        column,
        "--id",
        "sales",
        "--model",
        "2",
        "-o",
        tmp_path / "plan.yaml",
        "--format",
        "json",
    )
    assert run.code == 0, run.err
    record = run.json
    assert {one["metric"]: one["level"] for one in record["taken"]} == {"A.1.3.2": 4, "A.2.1.1": 2, "A.2.5.3": 2, "C.3.3.2": 5}
    assert record["foreign"] == 2
    assert len(record["left"]) == 33
    assert record["source"]["kind"] == "grades"
    assert [one["metric"] for one in record["taken"] if one["note"]] == ["A.2.5.3"]
    plan = plan_of(tmp_path / "plan.yaml", knowledge)
    assert (plan.system.id, plan.target.model, len(plan.current)) == ("sales", 2, 37)
    answer = plan.current["A.2.1.1"]
    assert answer.level == 2 and answer.evidence.kind == "claim" and "セル" not in answer.note and "cell" in answer.note


def test_a_dash_and_a_blank_are_left_out(tmp_path: Path) -> None:
    run = invoke("plan", "import", grades_sheet(tmp_path / "ipa.xlsx"), "--column", "1", "--format", "json")
    left = {one["metric"]: one for one in run.json["left"]}
    assert left["C.3.3.2"]["cell"] == "J7"
    assert left["A.2.1.1"]["reason"] == "nothing selected"
    assert left["A.3.2.2"] == {"metric": "A.3.2.2", "cell": None, "reason": "no row"}


def test_levels_can_be_taken_as_the_target(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    sheet = grades_sheet(tmp_path / "ipa.xlsx")
    run = invoke("plan", "import", sheet, "--column", "2", "--as", "target", "-o", tmp_path / "plan.yaml")
    assert run.code == 0, run.err
    plan = plan_of(tmp_path / "plan.yaml", knowledge)
    assert {metric: one.level for metric, one in plan.target.adjustments.items()} == {
        "A.1.3.2": 2,
        "A.2.1.1": 1,
        "A.2.5.3": 1,
        "C.3.3.2": 4,
    }
    assert "placeholders" in run.out


def test_a_sheet_in_terms_of_raid_needs_no_note(tmp_path: Path) -> None:
    sheet = grades_sheet(tmp_path / "ipa.xlsx", disks=("非冗長", "RAID5による冗長化", "RAID1による冗長化"))
    run = invoke("plan", "import", sheet, "--column", "3", "--format", "json")
    assert not [one for one in run.json["taken"] if one["note"]]


def test_a_wrong_level_in_the_grades_sheet_names_its_cell(tmp_path: Path) -> None:
    sheet = grades_sheet(tmp_path / "ipa.xlsx", levels={"A.2.1.1": (1, 5, "高")})
    run = invoke("plan", "import", sheet, "--column", "2")
    assert f"{sheet}!活用シート!M5: error: 5 is not a level of A.2.1.1; there are 0, 1, 2" in run.err
    assert f"{sheet}!活用シート!P5: error" in invoke("plan", "import", sheet, "--column", "3").err


def test_grades_levels_come_into_a_plan_without_touching_its_notes(
    example_plan: Path, tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_bytes(example_plan.read_bytes())
    run = invoke("plan", "import", grades_sheet(tmp_path / "ipa.xlsx"), "--column", "3", "--into", plan)
    assert run.code == 0, run.err
    before, after = plan_of(example_plan, knowledge), plan_of(plan, knowledge)
    assert after.current["A.1.3.2"].level == 4
    assert after.current["A.1.3.2"].evidence == before.current["A.1.3.2"].evidence
    assert after.current["A.2.1.1"].note == before.current["A.2.1.1"].note
    assert {metric for metric in after.current if after.current[metric] != before.current[metric]} == {
        "A.1.3.2",
        "A.2.1.1",
        "A.2.5.3",
        "C.3.3.2",
    }


def test_a_sheet_without_a_table_says_what_is_wanted(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "x.xlsx")
    book.add_worksheet().write(0, 0, "hello")
    book.close()
    run = invoke("plan", "import", tmp_path / "x.xlsx")
    assert run.code == 2
    assert "no table of requirements" in run.err
