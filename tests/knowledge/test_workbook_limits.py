"""Workbooks that must not be opened, and what is said about them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter

from hrsi_cli.domain.problem import InputError
from hrsi_cli.knowledge import workbook
from hrsi_cli.knowledge.workbook import cell_name, read_workbook

SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def plain_book() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("要件")
    sheet.write(1, 1, "項番")
    sheet.write(2, 1, 3)
    sheet.write(2, 2, 2.5)
    sheet.merge_range(4, 1, 5, 2, "まとめ")
    book.close()
    return buffer.getvalue()


def changed(parts: Mapping[str, str | bytes], *, without: tuple[str, ...] = ()) -> bytes:
    """A sound workbook with parts put in or taken out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain_book())) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts and name not in without:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return buffer.getvalue()


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A small compound file: one sector of FAT, one of directory, each stream in sectors of its own."""
    sectors: list[bytes] = [b"", b""]
    fat = [0xFFFFFFFD, 0xFFFFFFFE]
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in streams.items():
        padded = content.ljust(4096, b"\0")
        start, count = len(sectors), -(-len(padded) // 512)
        sectors += [padded[index * 512 : index * 512 + 512].ljust(512, b"\0") for index in range(count)]
        fat += [*range(start + 1, start + count), 0xFFFFFFFE]
        entries.append(_entry(name, 2, start, len(padded)))
    sectors[0] = struct.pack("<128I", *fat, *[0xFFFFFFFF] * (128 - len(fat)))
    sectors[1] = b"".join(entries).ljust(512, b"\0")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return header + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + b"\xff" * 12
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


FAR_ROW = SHEET.format('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
FAR_COLUMN = SHEET.format('<row r="1"><c r="A1"><v>1</v></c><c r="CW1"><v>1</v></c></row>')
UNNUMBERED = SHEET.format('<row r="10001"><c><v>1</v></c></row>')
ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>'
XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><si><t>&a;</t></si></sst>'
WIDE_ENTITIES = ENTITIES.replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")
FAR_VALUES = struct.pack("<HH", 1, 0) + b"\0" * 12 + struct.pack("<H", 200)
LINKED = record(0x01AE, struct.pack("<HH", 1, 12) + b"\0other.xls")

_FIRST = plain_book()
_DATA = 30 + len("[Content_Types].xml") + 4
BAD_DEFLATE = _FIRST[:_DATA] + b"\xff" * 40 + _FIRST[_DATA + 40 :]

REFUSED: dict[str, tuple[bytes, str]] = {
    "bomb": (changed({"xl/media/zeros.xml": b"0" * (51 * 1024 * 1024)}), "workbook.bomb"),
    "ratio": (changed({"xl/media/zeros.bin": b"0" * (5 * 1024 * 1024)}), "workbook.bomb"),
    "many parts": (changed({f"xl/media/{number}.xml": "<a/>" for number in range(250)}), "workbook.too_many_parts"),
    "far row": (changed({"xl/worksheets/sheet1.xml": FAR_ROW}), "workbook.too_many_rows"),
    "far column": (changed({"xl/worksheets/sheet1.xml": FAR_COLUMN}), "workbook.too_many_columns"),
    "row without cell names": (changed({"xl/worksheets/sheet1.xml": UNNUMBERED}), "workbook.too_many_rows"),
    "entities": (changed({"xl/sharedStrings.xml": ENTITIES}), "workbook.entities"),
    "external entity": (changed({"xl/sharedStrings.xml": XXE}), "workbook.entities"),
    "utf-16 entities": (changed({"xl/sharedStrings.xml": WIDE_ENTITIES}), "workbook.entities"),
    "external link": (changed({"xl/externalLinks/externalLink1.xml": "<a/>"}), "workbook.external_link"),
    "binary": (changed({"xl/workbook.bin": b"x"}), "workbook.binary"),
    "no workbook": (changed({}, without=("[Content_Types].xml",)), "workbook.not_workbook"),
    "text": (b"hrsi: 1\n", "workbook.not_workbook"),
    "empty": (b"", "workbook.not_workbook"),
    "bad deflate": (BAD_DEFLATE, "workbook.broken"),
    "cut off": (plain_book()[:-400], "workbook.broken"),
    "bad XML": (changed({"xl/worksheets/sheet1.xml": "<worksheet><sheetData>"}), "workbook.broken"),
    "encrypted xlsx": (compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "workbook.encrypted"),
    "encrypted xls": (compound({"Workbook": record(0x0809, b"\0" * 16) + record(0x002F, b"\0" * 6)}), "workbook.encrypted"),
    "linked xls": (compound({"Workbook": record(0x0809, b"\0" * 16) + LINKED}), "workbook.external_link"),
    "far xls row": (compound({"Workbook": record(0x0203, struct.pack("<HHHd", 60000, 0, 0, 1.0))}), "workbook.too_many_rows"),
    "far xls column": (compound({"Workbook": record(0x00BD, FAR_VALUES)}), "workbook.too_many_columns"),
    "xls header alone": (bytes.fromhex("d0cf11e0a1b11ae1"), "workbook.broken"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    content, message = REFUSED[name]
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_workbook(str(path))
    assert [problem.message.id for problem in caught.value.problems] == [message]
    assert caught.value.problems[0].path == str(path)


def test_a_file_above_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_BYTES", 100)
    path = tmp_path / "book.xlsx"
    path.write_bytes(plain_book())
    with pytest.raises(InputError) as caught:
        read_workbook(str(path))
    assert caught.value.problems[0].message.id == "input.too_large"


def test_encrypted_parts_are_refused(tmp_path: Path) -> None:
    data = bytearray(plain_book())
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_workbook(str(path))
    assert caught.value.problems[0].message.id == "workbook.encrypted"


def test_cells_keep_their_place_and_merged_areas_answer_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(plain_book())
    sheet = read_workbook(str(path)).sheets[0]
    assert (sheet.name, sheet.own(1, 1), sheet.own(2, 1), sheet.own(2, 2), sheet.own(99, 99)) == ("要件", "項番", 3, 2.5, None)
    assert sheet.own(5, 2) is None
    assert sheet.value(5, 2) == "まとめ"


def test_an_empty_formatted_cell_far_away_does_no_harm(tmp_path: Path) -> None:
    content = SHEET.format('<row r="1"><c r="A1"><v>1</v></c></row><row r="90000"><c r="A90000"/></row>')
    path = tmp_path / "book.xlsx"
    path.write_bytes(changed({"xl/worksheets/sheet1.xml": content}))
    assert read_workbook(str(path)).sheets[0].own(0, 0) == 1


@pytest.mark.parametrize(
    ("place", "name"), [((0, 0), "A1"), ((13, 9), "J14"), ((0, 26), "AA1"), ((1, 701), "ZZ2"), ((1, 702), "AAA2")]
)
def test_cells_are_named_as_people_name_them(place: tuple[int, int], name: str) -> None:
    assert cell_name(*place) == name
