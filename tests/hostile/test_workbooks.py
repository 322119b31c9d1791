"""Workbooks that hurt their readers, through ``hrsi plan import``: refused or read, quickly, in little memory, and said where."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.hostile.measuring import Measured, measure
from tests.knowledge.test_workbook_limits import REFUSED, SHEET, changed, plain_book

from hrsi_cli.domain.visible import visible

SECONDS, MEGABYTES = 2.0, 150.0
ROWS = "".join(f'<row r="{row}">' + "<c><v>1</v></c>" * 100 + "</row>" for row in range(1, 10_001))
SHARED = '<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>'
TEXT_CELL = '<row r="{row}"><c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def text_cells(*texts: str) -> bytes:
    rows = "".join(TEXT_CELL.format(row=row, cell=f"A{row}", text=text) for row, text in enumerate(texts, 1))
    return changed({"xl/worksheets/sheet1.xml": SHEET.format(rows)})


def lying_sizes() -> bytes:
    """The header of every part says one byte."""
    data = bytearray(changed({"xl/media/zeros.xml": b"0" * (8 * 1024 * 1024)}))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 24 : at + 28] = (1).to_bytes(4, "little")
        at += 4
    return bytes(data)


MORE: dict[str, bytes] = {
    "a million cells": changed({"xl/worksheets/sheet1.xml": SHEET.format(ROWS)}),
    "lying sizes": lying_sizes(),
    "quadratic entities": changed(
        {"xl/sharedStrings.xml": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + "a" * 50_000 + '">]><sst>' + "&a;" * 50_000 + "</sst>"}
    ),
    "deep elements": changed({"xl/worksheets/sheet1.xml": "<a>" * 100_000 + "</a>" * 100_000}),
    "a cell of a million characters": text_cells("x" * 1_000_000),
    "control characters": text_cells("&#x1;", "a&#27;b"),
    "escaped control characters": text_cells("_x001B_[2J", "_x0000_"),
    "orders to a build system": text_cells("::error::x", "##vso[task.complete]", "&#10;::error::y"),
    "formulas that fetch": changed(
        {"xl/worksheets/sheet1.xml": SHEET.format('<row r="1"><c r="A1"><f>WEBSERVICE("https://example.org")</f><v>1</v></c></row>')}
    ),
    "a negative row": changed({"xl/worksheets/sheet1.xml": SHEET.format('<row r="-1"><c r="A-1"><v>1</v></c></row>')}),
    "a string that is not there": changed(
        {"xl/worksheets/sheet1.xml": SHEET.format('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>')}
    ),
    "a number that is none": changed({"xl/worksheets/sheet1.xml": SHEET.format('<row r="1"><c r="A1"><v>1e999999</v></c></row>')}),
    "a date far away": changed({"xl/worksheets/sheet1.xml": SHEET.format('<row r="1"><c r="A1" t="d"><v>99999-99-99</v></c></row>')}),
    "merged areas over everything": changed(
        {"xl/worksheets/sheet1.xml": SHEET.format("").replace("<sheetData>", "<sheetData/>").replace("</sheetData>", "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>")}
    ),
    "merged areas over one another": changed(
        {"xl/worksheets/sheet1.xml": SHEET.format('<row r="9999"><c r="CV9999"><v>1</v></c></row>').replace("</sheetData>", "</sheetData><mergeCells>" + '<mergeCell ref="A1:CV9999"/>' * 300 + "</mergeCells>")}
    ),
    "a million merged areas": changed(
        {"xl/worksheets/sheet1.xml": SHEET.format("").replace("</sheetData>", "</sheetData><mergeCells>" + '<mergeCell ref="B2:C3"/>' * 1_000_000 + "</mergeCells>")}
    ),
    "no sheets": changed({"xl/workbook.xml": '<?xml version="1.0"?><workbook><sheets/></workbook>'}),
    "a sheet that is not there": changed({}, without=("xl/worksheets/sheet1.xml",)),
    "relations in a circle": changed(
        {"xl/_rels/workbook.xml.rels": '<?xml version="1.0"?><Relationships><Relationship Id="rId1" Type="x" Target="workbook.xml"/></Relationships>'}
    ),
    "a part with a path upwards": changed({"../../../../tmp/evil.xml": "<a/>"}),
    "a macro": changed({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 64}),
    "not UTF-8": changed({"xl/sharedStrings.xml": b'<?xml version="1.0" encoding="UTF-8"?><sst><si><t>\xff\xfe</t></si></sst>'}),
    "many shared strings": changed({"xl/sharedStrings.xml": SHARED.format("<si><t>x</t></si>" * 400_000)}),
}  # fmt: skip
BOOKS = {**{name: content for name, (content, _) in REFUSED.items()}, **MORE}


def refused(done: Measured, name: str) -> None:
    """Exit 2 with the name of the file, harmless, in time and in memory."""
    assert done.code == 2, done.err
    assert "Traceback" not in done.err
    assert "internal" not in done.err
    assert name in done.err
    assert done.out == b""
    assert done.seconds < SECONDS
    assert done.megabytes < MEGABYTES
    for line in done.err.split("\n"):
        assert visible(line) == line
        assert not line.lstrip().startswith("::")


def test_there_are_enough() -> None:
    assert len(BOOKS) >= 40


@pytest.mark.parametrize("name", BOOKS)
def test_a_hostile_workbook(name: str, tmp_path: Path) -> None:
    """None of them holds a table, so whatever can be read of it leads to one refusal too."""
    (tmp_path / "book.xlsx").write_bytes(BOOKS[name])
    refused(measure("plan", "import", "book.xlsx", "-o", "plan.yaml", cwd=tmp_path), "book.xlsx")
    assert os.listdir(tmp_path) == ["book.xlsx"]


@pytest.mark.parametrize(
    "name", [b"esc\x1b[2J.xlsx", b"x\n::error::y.xlsx", b"bytes\xff.xlsx", b"=1+1.xlsx", "rtl\u202e.xlsx".encode()], ids=repr
)
def test_names_of_workbooks(name: bytes, tmp_path: Path) -> None:
    with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
        file.write(plain_book())
    refused(measure("plan", "import", name, cwd=tmp_path), "")


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    with open(tmp_path / "large.xlsx", "wb") as file:
        file.truncate(1 << 40)
    for name in ("fifo.xlsx", "folder.xlsx", "large.xlsx", "absent.xlsx", "/dev/zero", "/dev/null"):
        refused(measure("plan", "import", name, cwd=tmp_path), name)
