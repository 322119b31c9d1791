"""Reading from a name or from standard input, and telling encodings apart at the edge."""

from __future__ import annotations

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
        ("~~~~~~\x7f計ｶﾅ", ""),
        ("計画中ｶabcd", "Shift_JIS (CP932)"),
    ],
)
def test_one_half_width_sign_in_four_is_still_shift_jis(text: str, named: str) -> None:
    """More of them are rather another encoding read as that one."""
    assert guess(text.encode("cp932") + b"\n") == named


def test_a_file_is_read_in_the_pieces_that_the_system_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"0123456789" * 10)
    real = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, size: real(descriptor, min(size, 7)))
    assert read_regular_file(str(path), "plan.yaml", 100) == b"0123456789" * 10
    with pytest.raises(InputError) as caught:
        read_regular_file(str(path), "shown.yaml", 99)
    assert (caught.value.problems[0].path, caught.value.problems[0].message.id) == ("shown.yaml", "input.too_large")
