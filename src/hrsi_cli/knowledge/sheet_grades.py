"""Reading IPA's worksheet of the Non-Functional Requirements Grades (非機能要求グレード 活用シート).

The table is found by its headers (項番, 選択レベル), the rows by the number of the metric. The sheet has several columns
of selected levels, each under the title of a kind of system; which one to take is the user's choice.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.quantity import fold
from hrsi_cli.domain.sheet import LeftOut, TakenAs, TakenLevel
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.sheet_content import Builder, level_number, metric_id
from hrsi_cli.knowledge.workbook import Sheet, cell_name, column_name, plain

HEADER_ROWS = 50
_ID_HEADER, _LEVEL_HEADER = "項番", "選択レベル"
_NOTHING = {"", "-", "ー", "―", "—", "–", "*", "対象外", "該当なし", "未選択", "n/a"}
_DISKS = "A.2.5.3"
_DISK_WORDS_2018 = ("単一冗長", "多重冗長")


@dataclass(frozen=True, slots=True)
class LevelColumn:
    """One column of selected levels."""

    column: int
    title: str

    @property
    def name(self) -> str:
        """Letter and title, as the user is shown it."""
        return f"{column_name(self.column)} {self.title}".strip()


@dataclass
class GradesSheet:
    """A sheet that looks like IPA's."""

    index: int
    sheet: Sheet
    id_column: int
    first_row: int
    columns: tuple[LevelColumn, ...]
    labels: tuple[int, ...]
    """Columns that hold the words of the levels."""
    taken: list[TakenLevel] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    foreign: int = 0

    def choose(self, wanted: str | None) -> LevelColumn:
        """The column that the user named by letter, number or title; raises HrsiError that lists them."""
        listed = "; ".join(f"{number} = {column.name}" for number, column in enumerate(self.columns, 1))
        if wanted is None:
            if len(self.columns) == 1:
                return self.columns[0]
            raise HrsiError(Message("workbook.which_column"), Message("workbook.hint_columns", {"columns": echo_long(listed)}))
        word = plain(wanted).casefold()
        exact = [
            column
            for number, column in enumerate(self.columns, 1)
            if word in (str(number), column_name(column.column).casefold(), plain(column.title).casefold())
        ]
        found = exact or [column for column in self.columns if word and word in plain(column.title).casefold()]
        if len(found) == 1:
            return found[0]
        raise HrsiError(
            Message("workbook.no_column", {"value": echo(wanted)}),
            Message("workbook.hint_columns", {"columns": echo_long(listed)}),
        )

    def read(self, builder: Builder, knowledge: KnowledgeBase, chosen: LevelColumn, taken_as: TakenAs, reason: str) -> None:
        """Put the selected level of every metric that the guide uses into the builder."""
        seen: dict[str, str] = {}
        for row in range(self.first_row, len(self.sheet.rows)):
            metric = metric_id(self.sheet, row, self.id_column)
            if metric is None:
                continue
            if metric not in knowledge.requirements:
                self.foreign += 1
            elif metric in seen:
                place = (self.index, row, self.id_column)
                builder.report(place, "workbook.metric_twice", metric=metric, first=seen[metric])
            else:
                seen[metric] = cell_name(row, self.id_column)
                self._read_metric(metric, row, builder, knowledge, chosen, taken_as, reason)
        self.left += [
            LeftOut(metric, None, Message("workbook.no_row")) for metric in knowledge.requirements if metric not in seen
        ]

    def _read_metric(
        self,
        metric: str,
        row: int,
        builder: Builder,
        knowledge: KnowledgeBase,
        chosen: LevelColumn,
        taken_as: TakenAs,
        reason: str,
    ) -> None:
        value = self.sheet.value(row, chosen.column)
        cell, place = cell_name(row, chosen.column), (self.index, row, chosen.column)
        if plain(value).casefold() in _NOTHING:
            self.left.append(LeftOut(metric, cell, Message("workbook.not_selected")))
            return
        level = level_number(value)
        if level is None or level > knowledge.requirements[metric].highest:
            scale = ", ".join(str(step.level) for step in knowledge.requirements[metric].levels)
            builder.report(place, "workbook.bad_level", metric=metric, value=echo(value), scale=scale)
            return
        note = Message("workbook.disk_scale") if metric == _DISKS and self._is_graded_as_2018(row) else None
        self.taken.append(TakenLevel(metric, level, cell, note))
        if taken_as == "current":
            builder.add(("current", metric, "level"), level, place)
            builder.add(("current", metric, "note"), reason.replace("{cell}", cell), place)
            builder.add(("current", metric, "evidence", "kind"), "claim", place)
        else:
            builder.add(("target", "adjustments", metric, "level"), level, place)
            builder.add(("target", "adjustments", metric, "reason"), reason.replace("{cell}", cell), place)

    def _is_graded_as_2018(self, row: int) -> bool:
        words = "".join(self.sheet.text(row, column) for column in self.labels)
        return any(word in words for word in _DISK_WORDS_2018)


def find_grades_sheet(sheets: tuple[Sheet, ...]) -> GradesSheet | None:
    """The sheet with IPA's headers, wherever its table begins; None when there is none."""
    for index, sheet in enumerate(sheets):
        for row in range(min(len(sheet.rows), HEADER_ROWS)):
            texts = [sheet.text(row, column) for column in range(len(sheet.rows[row]))]
            if _ID_HEADER not in texts:
                continue
            for below in range(row, min(row + 3, len(sheet.rows))):
                columns = tuple(_level_columns(sheet, row, below))
                if columns:
                    labels = tuple(
                        column
                        for column in range(len(sheet.rows[below]))
                        if sheet.text(below, column) in ("0", "1", "2", "3", "4", "5")
                    )
                    return GradesSheet(index, sheet, texts.index(_ID_HEADER), below + 1, columns, labels)
    return None


def _level_columns(sheet: Sheet, header: int, row: int) -> list[LevelColumn]:
    found = []
    for column in range(len(sheet.rows[row])):
        text = sheet.text(row, column)
        if text.startswith(_LEVEL_HEADER):
            own = text.removeprefix(_LEVEL_HEADER).strip("()・:")
            found.append(LevelColumn(column, own or (_title(sheet, header, column) if row > header else "")))
    return found


def _title(sheet: Sheet, header: int, column: int) -> str:
    """The title above a column: in the header row, in the same column or the nearest to its left."""
    for left in range(column, -1, -1):
        title = sheet.own(header, left)
        if title is not None:
            return " ".join(fold(str(title)).split())
    return ""


def echo_long(text: str) -> str:
    """A list of columns, visible, cut where it would fill the screen."""
    from hrsi_cli.domain.visible import visible

    return visible(text)[:600]
