"""What the file system can put in the place of a plan: each is refused in one sentence, quickly, in little memory."""

from __future__ import annotations

import errno
import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import ROOT, invoke
from tests.hostile.make_corpus import HEAD
from tests.hostile.measuring import Measured, measure

from hrsi_cli.domain.problem import InputError
from hrsi_cli.domain.visible import visible
from hrsi_cli.knowledge.text_file import read_text
from hrsi_cli.knowledge.yaml_reader import MAX_BYTES

EXAMPLE = ROOT / "examples" / "order-system.hrsi.yaml"
SECONDS, MEGABYTES = 2.0, 100.0
FORMATS = ("text", "json", "ndjson", "markdown", "github", "gitlab", "junit", "sarif")
MEBIBYTE = 1024 * 1024

pytestmark = pytest.mark.skipif(os.name != "posix", reason="FIFOs, devices and links of POSIX")


def refused(done: Measured, sentence: str = "") -> None:
    """Exit 2 with one harmless sentence, in time and in memory."""
    assert done.code == 2, done.err
    assert "Traceback" not in done.err
    assert sentence in done.err
    assert done.out == b""
    assert done.seconds < SECONDS
    assert done.megabytes < MEGABYTES
    for line in done.err.split("\n"):
        assert visible(line) == line
        assert not line.lstrip().startswith("::")


def missing(folder: Path) -> Path:
    return folder / "absent.yaml"


def directory(folder: Path) -> Path:
    return folder


def fifo(folder: Path) -> Path:
    os.mkfifo(folder / "plan.yaml")
    return folder / "plan.yaml"


def link_to_a_fifo(folder: Path) -> Path:
    (folder / "link.yaml").symlink_to(fifo(folder))
    return folder / "link.yaml"


def loop(folder: Path) -> Path:
    (folder / "a.yaml").symlink_to(folder / "b.yaml")
    (folder / "b.yaml").symlink_to(folder / "a.yaml")
    return folder / "a.yaml"


def dangling(folder: Path) -> Path:
    (folder / "a.yaml").symlink_to(folder / "nothing.yaml")
    return folder / "a.yaml"


def long_name(folder: Path) -> Path:
    return folder / ("x" * 300 + ".yaml")


def long_path(folder: Path) -> Path:
    return folder / "/".join(["x" * 100] * 60)


def file_as_folder(folder: Path) -> Path:
    (folder / "plan.yaml").write_text(HEAD)
    return folder / "plan.yaml" / "inner.yaml"


def local_socket(folder: Path) -> Path:
    kept = os.getcwd()
    os.chdir(folder)  # the address of a socket may have 107 bytes
    try:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind("plan.yaml")
        listener.close()
    finally:
        os.chdir(kept)
    return folder / "plan.yaml"


def two_megabytes(folder: Path) -> Path:
    (folder / "plan.yaml").write_text(HEAD + "# filler\n" * (2 * MEBIBYTE // 9))
    return folder / "plan.yaml"


def sparse(size: int) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        with open(folder / "plan.yaml", "wb") as file:
            file.truncate(size)
        return folder / "plan.yaml"

    return make


def device(name: str) -> Callable[[Path], Path]:
    return lambda folder: Path(name)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (missing, "there is no such file"),
        (fifo, "this is not a regular file"),
        (link_to_a_fifo, "this is not a regular file"),
        (loop, "the symbolic links go round in a circle"),
        (dangling, "there is no such file"),
        (long_name, "the name is too long"),
        (long_path, "the name is too long"),
        (file_as_folder, "cannot be read: Not a directory"),
        (local_socket, "this is not a regular file"),
        (two_megabytes, "too large (209"),
        (sparse(100 * MEBIBYTE), "too large (104857600 bytes, limit 1048576)"),
        (sparse(1 << 40), "too large (1099511627776 bytes"),
        (device("/dev/zero"), "this is not a regular file"),
        (device("/dev/urandom"), "this is not a regular file"),
        (device("/dev/null"), "this is not a regular file"),
        (device("/dev/tty"), ""),
        (device("/proc/self/mem"), ""),
        (device("/proc/self/environ"), ""),
    ],
    ids=lambda value: getattr(value, "__name__", None) if callable(value) else None,
)
def test_not_a_plan(make: Callable[[Path], Path], sentence: str, tmp_path: Path) -> None:
    done = measure("gap", make(tmp_path))
    refused(done, sentence)
    assert done.megabytes < 50  # little more than the start alone


def test_a_folder_without_plans(tmp_path: Path) -> None:
    done = measure("gap", directory(tmp_path))
    assert done.code == 2
    assert "Traceback" not in done.err


def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(HEAD)
    plan.chmod(0)
    if os.geteuid() == 0:  # root may read everything: let the system call refuse instead

        def refusing(path: str, flags: int) -> int:
            raise PermissionError(errno.EACCES, "Permission denied", path)

        monkeypatch.setattr("hrsi_cli.knowledge.text_file.os.open", refusing)
    with pytest.raises(InputError) as caught:
        read_text(str(plan), MAX_BYTES)
    assert caught.value.problems[0].message.id == "input.not_permitted"


def test_a_file_that_grows(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(HEAD)
    stop = threading.Event()

    def grow() -> None:
        with open(plan, "ab") as file:
            while not stop.is_set() and file.tell() < 64 * MEBIBYTE:
                file.write(b"# and on it goes\n" * 4096)

    writer = threading.Thread(target=grow)
    writer.start()
    while plan.stat().st_size < 1000:
        time.sleep(0.001)
    try:
        refused(measure("gap", plan), "too large")
    finally:
        stop.set()
        writer.join()


def test_a_file_in_proc_claims_no_size_and_is_read_within_bounds(tmp_path: Path) -> None:
    refused(measure("gap", "/proc/kallsyms" if Path("/proc/kallsyms").exists() else "/proc/self/maps"))


@pytest.mark.parametrize("size", [2 * MEBIBYTE, 64 * MEBIBYTE])
def test_standard_input_is_bounded_too(size: int, tmp_path: Path) -> None:
    with open(tmp_path / "big", "w+b") as file:
        file.truncate(size)
        file.seek(0)
        refused(measure("gap", "-", stdin=file.fileno()), "too large")


def test_standard_input_that_never_ends() -> None:
    with open("/dev/zero", "rb") as endless:
        refused(measure("gap", "-", stdin=endless.fileno()), "too large")


NAMES = [
    b"esc\x1b[2J.yaml", b"bell\x07.yaml", b"two\nlines.yaml", b"x\n::error::pwned.yaml", b"::error::pwned.yaml", b"\r::warning::x.yaml",
    b"##vso[task.complete]x.yaml", b"[red]x[bold].yaml", b"[].yaml", b"<script>alert(1)<!.yaml", b"=1+1.yaml", b"bytes\xff\xfe.yaml",
    "rtl\u202egpj.yaml".encode(), "zero\u200bwidth.yaml".encode(), "販売.yaml".encode(), "販売.yaml".encode("cp932"), b"%0A::error::x.yaml",
    b"{0.__class__}.yaml", b"%s%n.yaml", b"-.yaml", b"a|b`c.yaml", b"javascript:x.yaml",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=repr)
@pytest.mark.parametrize("bad", [False, True], ids=["good", "bad"])
def test_names_of_files(name: bytes, bad: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is data like any other: escaped where it is shown, and no obstacle to judging the plan."""
    with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
        file.write(b"x: \x1b" if bad else HEAD.encode())
    monkeypatch.chdir(tmp_path)
    path = os.fsdecode(b"./" + name if name.startswith(b"-") else name)
    for format in FORMATS:
        run = invoke("gap", path, "--format", format)
        assert run.code == (2 if bad else 1), run.err
        for text in (run.out, run.err):
            assert "Traceback" not in text
            for line in text.split("\n"):
                assert visible(line) == line
                own = format == "github" and line.startswith(("::error ", "::warning ", "::notice "))
                assert own or not line.lstrip().startswith("::")
                assert not own or "::error" not in line[2:]


@pytest.mark.parametrize("name", [b"esc\x1b[2J.yaml", b"x\n::error::pwned.yaml", b"bytes\xff\xfe.yaml"], ids=repr)
def test_some_names_as_processes(name: bytes, tmp_path: Path) -> None:
    with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
        file.write(b"x: \x1b")
    refused(measure("gap", name, cwd=tmp_path), "the character U+001B cannot be used")


def test_many_bad_files_do_not_keep_the_good_one_from_being_judged(tmp_path: Path) -> None:
    bad = [missing(tmp_path), two_megabytes(tmp_path), Path("/dev/zero"), tmp_path / "nowhere" / "plan.yaml"]
    done = measure("gap", *bad, EXAMPLE, "--as-of", "2026-11-23")
    assert done.code == 2
    assert "order-core" in done.out.decode()
    assert all(str(path) in done.err for path in bad)
    assert done.seconds < SECONDS
    assert done.megabytes < MEGABYTES


def backups(count: int) -> str:
    rows = (
        f"    - {{name: b{number}, mode: asynchronous, interval: 1d, volume: 2 TB, link: 100 Mbps}}\n" for number in range(count)
    )
    return HEAD + "measures:\n  backups:\n" + "".join(rows)


def test_a_large_plan_is_judged(tmp_path: Path) -> None:
    """A thousand backups of five fields, in a time and a memory that docs/robustness.md names."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(backups(1000))
    for format in ("text", "json", "ndjson", "markdown", "sarif", "junit", "github"):
        done = measure("gap", plan, "--format", format)
        assert (done.code, done.err) == (1, ""), format
        assert done.seconds < 1, format
        assert done.megabytes < 60, format


def test_a_plan_of_two_thousand_backups_is_not_refused(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(backups(2000))
    done = measure("gap", plan, "--format", "json")
    assert done.code == 1, done.err


def test_more_than_that_is_refused_by_the_number_of_values(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(backups(3000))
    refused(measure("gap", plan), "too many values (limit 25000)")


@pytest.mark.parametrize(
    "text",
    ["[" * 1_000_000, "{a: " * 250_000, "- " * 500_000, "? " * 500_000, "a: " * 300_000, "'" * 1_000_000, '"\\n' * 300_000, "a\n" * 500_000,
     "#" * 1_000_000, "!" * 1_000_000, "&a " * 300_000, "*a " * 300_000, "|\n" * 500_000, "%" * 1_000_000, "\t" * 1_000_000, "a" * 1_000_000 + ": 1",
     HEAD + "".join(f"k{number}: 1\n" for number in range(12_000)), HEAD + "notes: x\n" * 12_000,
     HEAD + "current:\n" + "".join(f"  A.{number}: 1\n" for number in range(12_000)), HEAD + "x: [" + "!!y 1," * 12_000 + "]"],
    ids=lambda text: repr(text[:4] if len(set(text[:12])) < 6 else text[44:56]),
)  # fmt: skip
def test_a_mebibyte_of_one_thing(text: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(text)
    done = measure("gap", plan)
    refused(done)
    assert len(done.err.splitlines()) <= 3 * 20 + 1
    assert max(map(len, done.err.splitlines())) < 500
