"""Reading from a name or from standard input, and telling encodings apart at the edge."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from hrsi_cli.domain.problem import InputError
from hrsi_cli.knowledge.text_file import decode, read_regular_file, read_text


def test_a_dash_is_standard_input_and_every_other_name_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "-").write_bytes(b"a file of that name")
    (tmp_path / "plan.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    monkeypatch.chdir(tmp_path)
    with open(tmp_path / "plan.yaml", "rb") as piped:
        monkeypatch.setattr(sys, "stdin", piped)
        assert read_text("-", 100) == "a: 1\r\n"
    monkeypatch.setattr(sys, "stdin", None)
    assert read_text("plan.yaml", 100) == "a: 1\r\n"
    assert read_text("./-", 100) == "a file of that name"


def guess(data: bytes) -> object:
    with pytest.raises(InputError) as caught:
        decode(data, "plan.yaml")
    return caught.value.problems[0].message.values["guess"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("計画ｶ", ""),
        ("計画中ｶ", "Shift_JIS (CP932)"),
        ("計画ｶﾅ", ""),
        ("ｶ", ""),
        ("計画｡", ""),
        ("計画ﾟ", ""),
        ("~~~~~~\x7f計ｶﾅ", ""),
        ("計画中ｶabcd", "Shift_JIS (CP932)"),
    ],
)
def test_one_half_width_sign_in_four_is_still_shift_jis(text: str, named: str) -> None:
    """More of them are rather another encoding read as that one."""
    assert guess(text.encode("cp932") + b"\n") == named


@pytest.mark.parametrize(("data", "place"), [(b"\n\xff\xff", (2, 1)), (b"\n\na: \xff\xff", (3, 4)), (b"\xff\xff\n", (1, 1))])
def test_the_place_of_a_bad_byte_counts_every_line(data: bytes, place: tuple[int, int]) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "plan.yaml")
    assert tuple(caught.value.problems[0].position) == place


def test_a_file_is_read_in_the_pieces_that_the_system_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"0123456789" * 10)
    real = os.read
    with monkeypatch.context() as patch:
        patch.setattr(os, "read", lambda descriptor, size: real(descriptor, min(size, 7)))
        read = read_regular_file(str(path), "plan.yaml", 100)
    assert read == b"0123456789" * 10
    with pytest.raises(InputError) as caught:
        read_regular_file(str(path), "shown.yaml", 99)
    assert (caught.value.problems[0].path, caught.value.problems[0].message.id) == ("shown.yaml", "input.too_large")


@pytest.mark.parametrize(
    ("name", "message", "reason"),
    [
        ("gone.yaml", "input.missing", "No such file or directory"),
        ("a\0b", "input.unreadable", "embedded null byte"),
        ("x" * 300, "input.name_too_long", "File name too long"),
        ("file/plan.yaml", "input.unreadable", "Not a directory"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_the_systems_words(
    name: str, message: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as caught:
        read_text(name, 100)
    (found,) = caught.value.problems
    assert (found.message.id, found.message.values, tuple(found.position)) == (message, {"reason": reason}, (0, 0))


def test_each_refusal_of_the_system_has_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[int, str] = {}
    for number in (errno.ENOENT, errno.EACCES, errno.EPERM, errno.ELOOP, errno.ENAMETOOLONG, errno.EIO):

        def refuse(path: str, number: int = number) -> os.stat_result:
            raise OSError(number, "said so")

        with monkeypatch.context() as patch, pytest.raises(InputError) as caught:
            patch.setattr(os, "stat", refuse)
            read_text("plan.yaml", 10)
        (found,) = caught.value.problems
        assert (found.path, found.message.values) == ("plan.yaml", {"reason": "said so"})
        told[number] = found.message.id.removeprefix("input.")
    assert told == {
        errno.ENOENT: "missing",
        errno.EACCES: "not_permitted",
        errno.EPERM: "not_permitted",
        errno.ELOOP: "link_loop",
        errno.ENAMETOOLONG: "name_too_long",
        errno.EIO: "unreadable",
    }
