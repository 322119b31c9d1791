"""Pipes, full disks, odd encodings, odd terminals and Ctrl-C: the right exit code, and never a traceback."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests import command_lines
from tests.conftest import AS_OF, ROOT, invoke
from tests.hostile.measuring import environment

from hrsi_cli.commands import processes

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes, devices and signals of POSIX")

EXAMPLE = ROOT / "examples" / "order-system.hrsi.yaml"
GAP = ("gap", str(EXAMPLE), "--as-of", AS_OF)
SELECT = ("select", "--rto-failure", "2h", "--rto-disaster", "7d", "--rpo", "1d", "--budget", "high")
COMPARE = ("compare", "--case", "4-1")
HRSI = (sys.executable, "-m", "hrsi_cli")


def shell(line: str, *argv: str, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which ``"$@"`` is the command line of hrsi; the shell has no pipefail."""
    return subprocess.run(
        ["sh", "-c", line, "sh", *HRSI, *argv], capture_output=True, env=environment(**variables), cwd=cwd, check=False,
        timeout=60, stdin=subprocess.DEVNULL, text=True, encoding="utf-8", errors="surrogateescape",
    )  # fmt: skip


CODE = '; echo "code $?" >&2'


@pytest.mark.parametrize(
    ("argv", "code"),
    [(GAP, 1), ((*GAP, "--format", "json"), 1), ((*GAP, "--format", "markdown"), 1), ((*GAP, "--exit-zero"), 0), (SELECT, 0), (COMPARE, 0),
     (("--help",), 0), (("gap", "--help"), 0), (("--version",), 0), (("--lang", "ja", "--version"), 0)],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)  # fmt: skip
def test_a_reader_that_leaves(argv: tuple[str, ...], code: int) -> None:
    """``| head`` and ``| true``: silent, and the exit code that the run has anyway."""
    for reader in ("head -n 1 >/dev/null", "true"):
        done = shell(f'("$@"{CODE}) | {reader}', *argv)
        assert done.stderr.splitlines() == [f"code {code}"]


def test_a_reader_of_both_streams_that_leaves() -> None:
    done = shell('("$@" 2>&1; echo $? >code) | true; cat code', "gap", "absent.yaml", cwd=Path(os.environ.get("TMPDIR", "/tmp")))
    assert done.stdout.strip() == "2"


@pytest.mark.parametrize(
    "argv", [GAP, (*GAP, "--format", "json"), SELECT, COMPARE, ("--help",), ("--version",), ("gap", "--help")], ids=" ".join
)
@pytest.mark.parametrize("place", [">&-", ">/dev/full"])
def test_a_report_that_cannot_be_written(argv: tuple[str, ...], place: str) -> None:
    if place == ">/dev/full" and not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    done = shell(f'"$@" {place}', *argv)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("line", "argv", "code"),
    [
        ('"$@" 2>&-', GAP, 1),
        ('"$@" 2>&-', ("gap", "absent.yaml"), 2),
        ('"$@" 2>/dev/full', ("gap", "absent.yaml"), 2),
        ('"$@" <&-', GAP, 1),
        ('"$@" <&-', ("gap", "-"), 2),
        ('"$@" <&-', ("select",), 2),
        ('"$@" <&- >&- 2>&-', ("gap",), 2),
        ('"$@" <&- >&- 2>&-', ("gap", "-"), 2),
        ('"$@" </dev/null', ("gap", "-"), 2),
    ],
)
def test_closed_streams(line: str, argv: tuple[str, ...], code: int) -> None:
    done = shell(line, *argv)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    command_lines.prepare(folder)
    return folder


@pytest.mark.parametrize("command", command_lines.LINES)
def test_every_command_with_a_reader_that_leaves_and_with_a_full_disk(command: str, prepared: Path, tmp_path: Path) -> None:
    """The code of the run itself where nobody reads on; 2 where there was something to say and it could not be written."""
    folders = [Path(shutil.copytree(prepared, tmp_path / name)) for name in ("plain", "left", "full")]
    words, expected = command_lines.argv(command), command_lines.CODES.get(command, 0)
    plain = shell('"$@"', *words, cwd=folders[0])
    assert plain.returncode == expected, plain.stderr
    left = shell(f'("$@"{CODE}) | true', *words, cwd=folders[1])
    assert left.stderr.splitlines() == [*plain.stderr.splitlines(), f"code {expected}"]
    full = shell('"$@" >/dev/full', *words, cwd=folders[2])
    assert full.returncode == (2 if plain.stdout else expected), full.stderr
    assert "Traceback" not in full.stderr


def test_a_full_disk_leaves_no_half_report(tmp_path: Path) -> None:
    """A limit on the size of files stands in for a full disk."""
    report = tmp_path / "report.json"
    report.write_text("old")
    done = shell('trap "" XFSZ; ulimit -f 1; exec "$@"', *GAP, "--format", "json", "--output", str(report))
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert report.read_text() == "old"
    assert os.listdir(tmp_path) == ["report.json"]


def plan_with_rare_characters(folder: Path) -> Path:
    plan = folder / "plan.yaml"
    plan.write_text("hrsi: 1\nsystem: {id: a, name: 𠮷野家 🚒 © é –}\ntarget: {model: 3}\nnotes: 髙\n", encoding="utf-8")
    return plan


ENCODINGS = ("ascii", "cp932", "latin-1", "euc_jp", "utf-8")
OTHER_ENCODINGS = ("cp437", "cp1252", "iso2022_jp")
LOCALES: tuple[dict[str, str], ...] = (
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LANG": "ja_JP.eucJP"},
    {"LC_ALL": "nonsense"},
)
WIDTHS = ("0", "1", "10", "20", "39", "80", "200", "100000")


@pytest.mark.parametrize("encoding", [*ENCODINGS, *OTHER_ENCODINGS])
@pytest.mark.parametrize("variables", LOCALES, ids=lambda locale: " ".join(locale.values()))
def test_encodings_and_locales(encoding: str, variables: dict[str, str], tmp_path: Path) -> None:
    """Eight encodings in four locales; the widths go round with them."""
    plan = plan_with_rare_characters(tmp_path)
    turn = [*ENCODINGS, *OTHER_ENCODINGS].index(encoding) + LOCALES.index(variables)
    for lang, width in (("ja", WIDTHS[turn % 8]), ("en", WIDTHS[(turn + 4) % 8])):
        done = subprocess.run(
            [*HRSI, "gap", str(plan), "--as-of", AS_OF, "--lang", lang], capture_output=True, check=False, timeout=60,
            env=environment(PYTHONIOENCODING=encoding, COLUMNS=width, **variables),
        )  # fmt: skip
        assert done.returncode == 1, done.stderr
        assert done.stderr == b""
        text = done.stdout.decode(encoding)
        assert all(word in text for word in ("A.2.4.1", "C.3.4.1"))


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_encodings_of_the_terminal(encoding: str, lang: str, tmp_path: Path) -> None:
    plan = plan_with_rare_characters(tmp_path)
    for argv in (
        ("gap", str(plan), "--as-of", AS_OF),
        ("gap", str(plan), "--as-of", AS_OF, "--color", "always"),
        ("gap", "--help"),
        ("gap", "無い🚒.yaml"),
    ):
        done = subprocess.run(
            [*HRSI, *argv, "--lang", lang], capture_output=True, env=environment(PYTHONIOENCODING=encoding), check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == (0 if "--help" in argv else 2 if len(argv) == 2 else 1), done.stderr
        assert b"Traceback" not in done.stderr
        # Typer takes ASCII for a misconfigured terminal and writes its help texts as UTF-8 there
        text = done.stdout.decode("utf-8" if "--help" in argv and encoding == "ascii" else encoding)
        done.stderr.decode(encoding)
        if len(argv) > 2:
            assert ("🚒" if encoding == "utf-8" else "\\U0001f692") in text


@pytest.mark.parametrize("encoding", ["ascii", "cp932"])
def test_machine_formats_are_utf_8_whatever_the_terminal(encoding: str, tmp_path: Path) -> None:
    plan = plan_with_rare_characters(tmp_path)
    done = subprocess.run(
        [*HRSI, "gap", str(plan), "--format", "json"],
        capture_output=True,
        env=environment(PYTHONIOENCODING=encoding),
        check=False,
        timeout=60,
    )
    assert "🚒" in json.loads(done.stdout.decode("utf-8"))["plans"][0]["system"]["name"]


@pytest.mark.parametrize("locale", LOCALES)
def test_locales(locale: dict[str, str], tmp_path: Path) -> None:
    plan = plan_with_rare_characters(tmp_path)
    for lang in ("ja", "en"):
        done = shell('"$@"', "gap", str(plan), "--lang", lang, **locale)
        assert done.returncode == 1, done.stderr
        assert "Traceback" not in done.stderr
        written = shell('"$@"', "gap", str(plan), "--lang", lang, "--output", str(tmp_path / "out.txt"), **locale)
        assert written.returncode == 1, written.stderr
        assert "🚒" in (tmp_path / "out.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("columns", ["0", "1", "5", "10", "20", "39", "200", "100000", "-5", "x", ""])
@pytest.mark.parametrize("color", ["never", "always"])
def test_widths(columns: str, color: str) -> None:
    """Never an empty table, never a line wider than is asked for (and at least forty columns)."""
    done = shell('"$@"', *GAP, "--color", color, COLUMNS=columns)
    assert done.returncode == 1
    for word in ("order-core", "A.2.4.1", "HRSI"):
        assert word in done.stdout


TABLES = (
    (GAP, ("order-core", "A.2.4.1", "HRSI")),
    (SELECT, ("3", "=======")),
    (COMPARE, ("A.2.1.1", "F.4.4.4")),
    (("portfolio", str(EXAMPLE), "--as-of", AS_OF), ("order-core",)),
    (("case", "list"), ("1-1", "4-3")),
)


@pytest.mark.parametrize("columns", range(21))
@pytest.mark.parametrize(("argv", "words"), TABLES, ids=lambda value: value[0] if "-" not in value[0] else "")
def test_very_narrow_terminals(columns: int, argv: tuple[str, ...], words: tuple[str, ...]) -> None:
    """Every width from nothing to twenty gives what forty columns give, in both languages and with colour."""
    for lang in ("ja", "en"):
        for color in ("never", "always"):
            run = invoke(*argv, "--color", color, lang=lang, width=columns)
            assert run.code == (1 if argv is GAP else 0), run.err
            assert run.out == invoke(*argv, "--color", color, lang=lang, width=40 if columns else 80).out
            assert all(word in run.out for word in words)


def in_terminal(rows: int, columns: int, *argv: str, **variables: str) -> tuple[int, str]:
    """Run hrsi in a terminal of its own; returns the code and everything it showed."""
    import fcntl
    import struct
    import termios

    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        [*HRSI, *argv],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment(TERM="xterm", **variables),
        start_new_session=True,
    )
    os.close(terminal)
    shown = b""
    with contextlib.suppress(OSError):  # Linux answers EIO when the last holder of the terminal has gone
        while part := os.read(controller, 65536):
            shown += part
    os.close(controller)
    return process.wait(timeout=60), shown.decode("utf-8")


@pytest.mark.parametrize(("rows", "columns"), [(0, 0), (1, 1), (5, 5), (24, 10), (24, 80), (24, 500), (65535, 65535)])
def test_sizes_of_terminals(rows: int, columns: int) -> None:
    code, shown = in_terminal(rows, columns, *GAP)
    assert code == 1
    assert "Traceback" not in shown
    for word in ("order-core", "A.2.4.1", "HRSI"):
        assert word in shown


def test_a_dumb_terminal_and_no_color() -> None:
    for variables in ({"TERM": "dumb"}, {"NO_COLOR": "1"}):
        done = shell('"$@"', *GAP, **variables)
        assert "\x1b" not in done.stdout


def test_a_deleted_directory(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    for format in ("text", "json", "github"):
        gone.mkdir()
        done = shell('rmdir ../gone; exec "$@"', *GAP, "--format", format, cwd=gone)
        assert done.returncode == 1, (format, done.stderr)
        assert done.stdout
    for argv, code in (
        (("gap", "plan.yaml"), 2),
        (SELECT, 0),
        ((*SELECT, "-o", "plan.yaml"), 2),
        (COMPARE, 0),
        (("config", "show"), 0),
    ):
        gone.mkdir()
        done = shell('rmdir ../gone; exec "$@"', *argv, cwd=gone)
        assert done.returncode == code, (argv, done.stderr)
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("argv", [GAP, SELECT, COMPARE], ids=lambda argv: argv[0])
def test_an_empty_environment(argv: tuple[str, ...]) -> None:
    done = subprocess.run([*HRSI, *argv], capture_output=True, env={"PYTHONPATH": str(ROOT / "src")}, check=False, timeout=60)
    assert done.returncode == (1 if argv is GAP else 0)
    assert done.stderr == b""


def interrupted(milliseconds: int, *argv: str, cwd: Path) -> tuple[int, str]:
    process = subprocess.Popen(
        [*HRSI, *argv], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment(), cwd=cwd, start_new_session=True
    )
    time.sleep(milliseconds / 1000)
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    with process.stderr as stream:
        words = stream.read().decode("utf-8", "replace")
    return process.wait(timeout=60), words


def check_interrupted(code: int, words: str, finished: int) -> None:
    """130, or finished before the signal came; what Python says while it starts itself is not ours to change."""
    assert f"{ROOT}{os.sep}src{os.sep}hrsi_cli" not in words
    if "KeyboardInterrupt" in words:
        assert "<frozen" in words or "runpy" in words
        return
    assert code in (130, finished, -signal.SIGINT), words
    assert words == "" or code == finished


def test_ctrl_c_while_judging(tmp_path: Path) -> None:
    for milliseconds in range(0, 601, 20):
        check_interrupted(*interrupted(milliseconds, *GAP, cwd=tmp_path), finished=1)


def test_ctrl_c_while_writing(tmp_path: Path) -> None:
    """The report and the edited plan are the old or the new ones, whole, and nothing else is left after the next edit."""
    plan = tmp_path / "plan.yaml"
    shutil.copy(EXAMPLE, plan)
    old = plan.read_bytes()
    new = old.replace(b"A.2.3.2: 2", b"A.2.3.2: 1")
    assert new != old
    for milliseconds in range(100, 501, 20):
        plan.write_bytes(old)
        check_interrupted(*interrupted(milliseconds, "plan", "set", str(plan), "A.2.3.2=1", cwd=tmp_path), finished=0)
        assert plan.read_bytes() in (old, new)
    shell('"$@"', "plan", "set", str(plan), "A.2.3.2=0")
    assert [name for name in os.listdir(tmp_path) if name.endswith(".tmp")] == []
    report = tmp_path / "report.json"
    for milliseconds in range(100, 501, 20):
        report.unlink(missing_ok=True)
        check_interrupted(*interrupted(milliseconds, *GAP, "--format", "json", "--output", str(report), cwd=tmp_path), finished=1)
        assert not report.exists() or json.loads(report.read_bytes())


def test_ctrl_c_is_ignored_in_a_background_job() -> None:
    """A shell starts ``&`` jobs with SIGINT ignored, and so it stays."""
    done = shell("trap '' INT; \"$@\" & child=$!; sleep 0.2; kill -INT $child; wait $child", *GAP)
    assert done.returncode == 1
    assert "order-core" in done.stdout


@pytest.fixture(scope="module")
def many_plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As many as several processes share."""
    folder = tmp_path_factory.mktemp("many")
    text = EXAMPLE.read_text(encoding="utf-8")
    for number in range(2 * processes.PAYS_FROM):
        (folder / f"p{number}.hrsi.yaml").write_text(text.replace("id: order-core", f"id: p{number}"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("to_all", [True, False], ids=["terminal", "kill"])
def test_ctrl_c_while_several_processes_judge(to_all: bool, many_plans: Path) -> None:
    """A terminal sends the signal to all of them, ``kill`` to the first one alone; none of them stays behind."""
    for milliseconds in range(100, 1301, 150):
        process = subprocess.Popen(
            [*HRSI, "gap", ".", "--as-of", AS_OF, "--format", "ndjson"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env=environment(HRSI_PROCESSES="2"), cwd=many_plans, start_new_session=True,
        )  # fmt: skip
        time.sleep(milliseconds / 1000)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT) if to_all else os.kill(process.pid, signal.SIGINT)
        assert process.stderr is not None
        with process.stderr as stream:
            words = stream.read().decode("utf-8", "replace")
        check_interrupted(process.wait(timeout=60), words, finished=1)
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)


def test_a_reader_that_leaves_several_processes(many_plans: Path) -> None:
    for format in ("ndjson", "text"):
        done = shell(f'("$@"{CODE}) | head -n 1 >/dev/null', "gap", ".", "--as-of", AS_OF, "--format", format, cwd=many_plans)
        assert done.stderr.splitlines() == ["code 1"]
        done = shell('"$@" >/dev/full', "gap", ".", "--as-of", AS_OF, "--format", format, cwd=many_plans)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1, done.stderr
