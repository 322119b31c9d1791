"""What is read and what is refused before a single byte is looked at, and how other encodings are told."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from pathlib import Path

import pytest

from hrsi_cli.domain.problem import InputError, Problem
from hrsi_cli.knowledge import files_of_run, text_file
from hrsi_cli.knowledge.text_file import decode, read_regular_file, read_text, shown_path


def refused(path: str, limit: int = 1000) -> Problem:
    with pytest.raises(InputError) as caught:
        read_text(path, limit)
    (problem,) = caught.value.problems
    return problem


def test_a_file_up_to_the_limit_is_read_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"x" * 1000)
    assert read_text(str(path), 1000) == "x" * 1000
    path.write_bytes(b"x" * 1001)
    found = refused(str(path))
    assert found.message.id == "input.too_large"
    assert dict(found.message.values) == {"size": 1001, "limit": 1000}


def test_a_file_that_grows_while_it_is_read_is_stopped_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"x" * 10)
    asked: list[int] = []

    def endless(descriptor: int, size: int) -> bytes:
        asked.append(size)
        return b"x" * size

    with monkeypatch.context() as patch:  # no longer than needed: whoever reports a failure reads files as well
        patch.setattr(os, "read", endless)
        found = refused(str(path), 70_000)
    assert (found.message.id, dict(found.message.values)) == ("input.too_large", {"size": 70_001, "limit": 70_000})
    assert asked == [65_536, 70_001 - 65_536], "never more than one byte beyond the limit"


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(str(tmp_path)).message.id == "input.is_directory"
    assert refused(str(tmp_path / "pipe")).message.id == "input.not_regular"
    assert refused("/dev/null").message.id == "input.not_regular"


def test_a_file_that_is_swapped_before_it_is_opened_is_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "plan.yaml").touch()
    before = os.stat(tmp_path / "plan.yaml")
    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", lambda path: before)
        found = refused(str(tmp_path / "pipe"))
    assert found.message.id == "input.not_regular"


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOENT, "input.missing"),
        (errno.EACCES, "input.not_permitted"),
        (errno.EPERM, "input.not_permitted"),
        (errno.ELOOP, "input.link_loop"),
        (errno.ENAMETOOLONG, "input.name_too_long"),
        (errno.EIO, "input.unreadable"),
    ],
)
def test_each_refusal_of_the_system_has_its_sentence(number: int, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> os.stat_result:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", refuse)
        found = refused("plan.yaml")
    assert found.message.id == message
    assert found.message.values["reason"] == os.strerror(number)


def test_a_name_that_no_system_takes_is_told() -> None:
    found = refused("a\0b")
    assert found.message.id == "input.unreadable" and found.message.values["reason"]


def test_names_are_shown_without_their_control_characters() -> None:
    assert shown_path("-") == "<stdin>"
    assert shown_path("plan.yaml") == "plan.yaml"
    assert "\x1b" not in shown_path("a\x1b[31m.yaml")
    assert shown_path(os.fsdecode(b"a\xff.yaml")) == "a\\xff.yaml"


class Input(io.StringIO):
    """A standard input that reads from a pipe."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.descriptor, write = os.pipe()
        os.write(write, content)
        os.close(write)

    def fileno(self) -> int:
        return self.descriptor


def test_standard_input_is_read_within_the_same_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Input("計画".encode()))
    assert read_text("-", 1000) == "計画"
    monkeypatch.setattr(sys, "stdin", Input(b"x" * 1001))
    found = refused("-")
    assert (found.message.id, found.path, found.message.values["limit"]) == ("input.too_large", "<stdin>", 1000)
    monkeypatch.setattr(sys, "stdin", None)
    assert refused("-").message.id == "input.no_stdin"
    monkeypatch.setattr(sys, "stdin", io.StringIO("no file behind it"))
    assert refused("-").message.id == "input.unreadable"


def told(data: bytes) -> tuple[str, tuple[int, ...], object, object, str | None]:
    with pytest.raises(InputError) as caught:
        decode(data, "plan.yaml")
    (problem,) = caught.value.problems
    values = problem.message.values
    return (
        problem.message.id,
        tuple(problem.position),
        values.get("byte"),
        values.get("guess"),
        problem.hint.id if problem.hint else None,
    )


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("a: 復旧\nb: 計画".encode("cp932"), ("input.not_utf8", (1, 4), "0x95", "Shift_JIS (CP932)", "input.hint_encoding")),
        ("a: 復旧\nb: 計画".encode("euc_jp"), ("input.not_utf8", (1, 4), "0xC9", "EUC-JP", "input.hint_encoding")),
        (
            "a: ｶﾅと計画と復旧".encode("cp932"),
            ("input.not_utf8", (1, 4), "0xB6", "Shift_JIS (CP932)", "input.hint_encoding"),
        ),
        ("計: a\nb: ".encode() + b"\xff\xff", ("input.not_utf8", (2, 4), "0xFF", "", None)),
        (b"\xef\xbb\xbf" + "計: ".encode() + b"\xff", ("input.not_utf8", (1, 4), "0xFF", "", None)),
        (b"\xef\xbb\xbfa\n\xff", ("input.not_utf8", (2, 1), "0xFF", "", None)),
        (b"\xff\xfea\x00", ("input.wide_encoding", (1, 1), None, None, None)),
        (b"\xfe\xff\x00a", ("input.wide_encoding", (1, 1), None, None, None)),
        ("a".encode("utf-32"), ("input.wide_encoding", (1, 1), None, None, None)),
        (b"PK\x03\x04", ("input.is_excel", (1, 1), None, None, None)),
    ],
)
def test_other_encodings_are_placed_and_guessed(data: bytes, found: tuple[object, ...]) -> None:
    assert told(data) == found


def test_reading_never_waits_on_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").touch()
    if hasattr(os, "O_NONBLOCK"):
        assert (
            text_file._OPEN_FLAGS & os.O_NONBLOCK and text_file._OPEN_FLAGS & os.O_NOCTTY and text_file._OPEN_FLAGS & os.O_CLOEXEC
        )
    assert text_file._OPEN_FLAGS & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) == 0
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    assert read_regular_file(str(tmp_path / "plan.yaml"), "plan.yaml", 10) == b""
    if before:
        assert len(os.listdir("/proc/self/fd")) == before
    assert stat.S_ISREG(os.stat(tmp_path / "plan.yaml").st_mode)


def test_files_are_known_as_read_until_a_new_run_begins(tmp_path: Path) -> None:
    files_of_run.begin()
    (tmp_path / "plan.yaml").write_bytes(b"a")
    read_text(str(tmp_path / "plan.yaml"), 10)
    with pytest.raises(InputError):
        read_text(str(tmp_path), 10)
    files_of_run.note_read(["-", "b.yaml"])
    assert files_of_run.files_read() == {str(tmp_path / "plan.yaml"), "b.yaml"}
    files_of_run.begin()
    assert files_of_run.files_read() == frozenset()


@pytest.mark.parametrize(("codec", "name"), [("utf-16", "UTF-16"), ("utf-32", "UTF-32"), ("utf-32-be", "UTF-32")])
def test_a_wide_encoding_is_called_by_its_name(codec: str, name: str) -> None:
    mark = "\ufeff" if codec.endswith("be") else ""
    with pytest.raises(InputError) as refused:
        decode(f"{mark}計画: 1".encode(codec), "p.yaml")
    assert refused.value.problems[0].message.values == {"name": name}
