"""Whatever fails while a file is written, the old content or the new one is there."""

from __future__ import annotations

import errno
import os
import signal
import time
from functools import partial
from pathlib import Path
from random import Random

import pytest
from tests.knowledge.failing_system import OLD, SHORT, Scene, before_every_call, count_calls, ended, in_child

from hrsi_cli.domain.problem import HrsiError
from hrsi_cli.knowledge.file_writer import replace_file
from hrsi_cli.knowledge.plan_editor import Edit, edit_plan_file
from hrsi_cli.knowledge.yaml_reader import Document, read_document

KILLS = int(os.environ.get("HRSI_KILLS", "100"))
"""``HRSI_KILLS=1000`` for a nightly run."""


@pytest.fixture(params=["file", "new", "link", "hard link", "shorter", "kept"])
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Scene:
    made = Scene(tmp_path / "scene", request.param)
    made.set_up()
    made.write()  # what is done only the first time, such as imports, is no part of what is counted below
    made.set_up()
    return made


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_one_failing_call_leaves_the_old_or_the_new_and_never_lies(scene: Scene, number: int) -> None:
    total = count_calls(scene.write)
    assert total >= 15
    for failing in range(total):
        scene.set_up()
        calls: list[str] = []

        def hook(name: str, calls: list[str] = calls, failing: int = failing) -> None:
            calls.append(name)
            if len(calls) == failing + 1:
                raise OSError(number, os.strerror(number))

        error: HrsiError | None = None
        try:
            with before_every_call(hook):
                scene.write()
        except HrsiError as caught:
            error = caught
        where = f"{calls[failing]} ({failing})"
        assert scene.now in (scene.before, scene.content), where
        if error is None:
            assert scene.now == scene.content, where
        elif scene.now == scene.content:
            assert error.message.id == "write.backup_left", where
        assert scene.kept in (None, OLD), where
        if scene.now == scene.content and scene.kind == "kept":
            assert scene.kept == OLD, where
        if error is None and scene.kind == "link":
            assert scene.path.is_symlink(), where


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_disk_that_fails_from_some_call_on_costs_nothing(scene: Scene, number: int) -> None:
    total = count_calls(scene.write)
    for failing in range(total):
        scene.set_up()
        calls: list[str] = []

        def hook(name: str, calls: list[str] = calls, failing: int = failing) -> None:
            calls.append(name)
            if len(calls) > failing:
                raise OSError(number, os.strerror(number))

        error: HrsiError | None = None
        try:
            with before_every_call(hook):
                scene.write()
        except HrsiError as caught:
            error = caught
        if error is not None and error.message.id == "write.half_written":
            assert scene.backup.read_bytes() == OLD
        else:
            assert scene.now in (scene.before, scene.content)
            assert error is not None or scene.now == scene.content


def test_content_reaches_the_disk_before_its_name_does(scene: Scene) -> None:
    calls: list[str] = []
    with before_every_call(calls.append):
        scene.write()
    order = [name for name in calls if name in ("flock", "listdir", "write", "fsync", "replace", "rename", "unlink", "ftruncate")]
    tidy = ["flock", "listdir"]
    if scene.kind in ("hard link", "shorter"):
        copy = ["write", "fsync", "rename", "fsync"]
        assert order == [*tidy, *copy, "write", "ftruncate", "fsync", "unlink", "fsync", "flock"]
    else:
        copy = ["write", "fsync", "replace", "unlink"] if scene.kind == "kept" else []
        assert order == [*tidy, *copy, "write", "fsync", "replace", "unlink", "fsync", "flock"]


def test_a_disk_that_fills_in_the_middle_of_a_write(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    written = 0

    def write(descriptor: int, data: memoryview) -> int:
        nonlocal written
        room = 4096 - written
        if room <= 0:
            raise OSError(errno.ENOSPC, "full")
        done = real(descriptor, data[: min(room, 1000)])
        written += done
        return done

    monkeypatch.setattr(os, "write", write)
    if scene.kind == "shorter":  # the copy and the new content both fit
        scene.write()
        assert scene.now == SHORT
        return
    with pytest.raises(HrsiError) as caught:
        scene.write()
    if caught.value.message.id == "write.half_written":  # this disk is so full that even overwriting fails
        assert scene.backup.read_bytes() == OLD
        with pytest.raises(HrsiError, match=r"write\.interrupted"):
            scene.write()
    else:
        assert caught.value.message.id == "write.no_space"
        assert scene.now == scene.before
        assert scene.strays() == []


def test_killed_before_every_call(scene: Scene) -> None:
    total = count_calls(scene.write)
    half_written = 0
    for failing in range(total):
        scene.set_up()

        def work(failing: int = failing) -> None:
            calls: list[str] = []

            def hook(name: str) -> None:
                calls.append(name)
                if len(calls) == failing + 1:
                    os.kill(os.getpid(), signal.SIGKILL)

            with before_every_call(hook):
                scene.write()

        assert ended(in_child(work)) == -signal.SIGKILL
        assert scene.kept in (None, OLD)
        if scene.backup.exists() and scene.now != OLD:
            # only while a hard link is written in place: the copy is whole, and nobody goes on unnoticed
            half_written += scene.now not in (OLD, scene.content)
            assert scene.backup.read_bytes() == OLD
            with pytest.raises(HrsiError, match=r"write\.interrupted"):
                replace_file(str(scene.path), scene.now, b"next")
            continue
        assert scene.now in (scene.before, scene.content)
        assert len(scene.strays()) <= 1
        replace_file(str(scene.path), scene.now, b"next")
        assert scene.now == b"next"
        assert scene.strays() == []
        assert not scene.backup.exists()
    assert half_written <= (1 if scene.kind in ("hard link", "shorter") else 0)


def padded(number: int) -> str:
    return f"n: {number}\nnotes: |\n" + f"  {number:09d} {'x' * 80}\n" * 100


def test_killed_at_random_moments(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(padded(0), encoding="utf-8")
    random = Random(20261123)
    kills = moved = 0
    ready, begun = os.pipe()

    def add_one() -> None:
        edit_plan_file(str(path), lambda document: edits(document.data["n"] + 1), lambda text: None)

    def add_for_ever() -> None:
        os.write(begun, b".")
        while True:
            add_one()

    def edits(number: int) -> list[Edit]:
        return [Edit(("n",), number), Edit(("notes",), read_document(padded(number), "").data["notes"])]

    start = time.perf_counter()
    for _ in range(5):
        add_one()
    pace = (time.perf_counter() - start) / 5  # seconds for an edit, whatever else this machine does
    last = 5
    while kills < KILLS:
        child = in_child(add_for_ever)
        os.read(ready, 1)  # from here on an edit is running at every moment
        time.sleep(random.uniform(0, 2 * pace))
        os.kill(child, signal.SIGKILL)
        assert ended(child) == -signal.SIGKILL
        kills += 1
        text = path.read_text(encoding="utf-8")
        number = read_document(text, "").data["n"]
        assert text == padded(number), "the plan is whole"
        assert number >= last, "no edit that was read back is lost"
        moved += number > last
        last = number
    os.close(ready)
    os.close(begun)
    assert 0 < moved < kills, "the kills hit edits before and after their end"
    edit_plan_file(str(path), lambda document: edits(last + 1), lambda text: None)
    assert os.listdir(tmp_path) == ["plan.yaml"]


def always(edits: list[Edit], document: Document) -> list[Edit]:
    return edits


def test_six_editors_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("hrsi: 1\n", encoding="utf-8")

    def edit(editor: int) -> None:
        for turn in range(12):
            level = Edit(("current", f"A.{editor}.{turn}.1"), editor)
            edit_plan_file(str(path), partial(always, [level]), lambda text: None)

    children = [in_child(partial(edit, editor)) for editor in range(6)]
    assert [ended(child) for child in children] == [0] * 6
    levels = read_document(path.read_text(encoding="utf-8"), "").data["current"]
    assert levels == {f"A.{editor}.{turn}.1": editor for editor in range(6) for turn in range(12)}
