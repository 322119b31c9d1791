"""Pages painted as plain text, with colour, and as Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hrsi_cli.knowledge.compiled import load_catalogue
from hrsi_cli.renderers.blocks import Column, Page, Table, bullets, cell, heading, paragraph
from hrsi_cli.renderers.layout import GAP, column_widths, wrap
from hrsi_cli.renderers.markdown import escape, paint_markdown
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.plain import paint_plain
from hrsi_cli.renderers.terminal import paint_terminal

OPTIONS = RenderOptions(catalogue=load_catalogue("ja"), width=40)
PAGE: Page = (
    heading("計画 [red]x[/red]", 1),
    paragraph("長い文章はどこかで折り返す必要があり、句読点は行頭に置かない。ASCII words stay whole.", "muted"),
    Table(
        (Column("項番"), Column("内容", share=1), Column("数", right=True)),
        ((cell("A.2.1.1"), cell("特定サーバのみ (推定)", "bad"), cell(12)), (cell("B"), cell("x"), cell(3))),
    ),
    bullets([cell("一つ目\x1b[2J", "warn"), cell("second")]),
)


def test_plain_text_is_aligned_and_harmless() -> None:
    assert paint_plain(PAGE, OPTIONS).decode() == (
        "計画 [red]x[/red]\n"
        "=================\n"
        "\n"
        "長い文章はどこかで折り返す必要があり、句\n"
        "読点は行頭に置かない。ASCII words stay\n"
        "whole.\n"
        "\n"
        "項番     内容                   数\n"
        "-------  ---------------------  --\n"
        "A.2.1.1  特定サーバのみ (推定)  12\n"
        "B        x                       3\n"
        "\n"
        "- 一つ目\\x1b[2J\n"
        "- second\n"
    )


def test_colour_changes_nothing_but_colour() -> None:
    colored = paint_terminal(PAGE, OPTIONS).decode()
    assert "\x1b[1;31m" in colored
    bare = "\n".join(line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", colored).split("\n"))
    assert bare == paint_plain(PAGE, OPTIONS).decode()


def test_markdown_shows_text_as_it_is() -> None:
    page: Page = (heading("# a | b"), paragraph("<script>@user [x](http://e) *b*"), Table((Column("c"),), ((cell("a|b\nc"),),)))
    painted = paint_markdown(page, OPTIONS).decode()
    assert "<script>" not in painted
    assert "http://" not in painted
    assert "| a\\|b\\\\x0ac |" in painted, "a line break of the data never breaks a row"


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" "), max_size=80), st.integers(2, 60)
)
def test_wrapping_keeps_every_sign_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    widest = max((cell_len(sign) for sign in text), default=0)
    for line in lines:
        # a sign that must not begin a line may hang over by itself
        assert cell_len(line) <= max(width, widest) + 2 * widest


COLUMNS = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60), st.integers(0, 5)), min_size=1, max_size=7)


@given(COLUMNS, st.integers(40, 200))
def test_columns_fit_and_keep_their_words(columns: list[tuple[int, int, int]], width: int) -> None:
    natural = [size for size, _, _ in columns]
    words = [min(word, size) for size, word, _ in columns]
    room = width - GAP * (len(columns) - 1)
    widths = column_widths(natural, words, [share for _, _, share in columns], width)
    if widths is None:
        assert sum(min(size, max(8, min(word, 16))) for size, word in zip(natural, words, strict=True)) > room
        return
    assert sum(widths) <= room or widths == natural
    whole = [min(size, max(8, word)) for size, word in zip(natural, words, strict=True)]
    for size, word, least, given_width in zip(natural, words, whole, widths, strict=True):
        assert min(size, word, 16) <= given_width <= size
        assert given_width >= least or sum(whole) > room, "a word is cut only when there is no other way"


def test_columns_without_a_share_give_way_last() -> None:
    assert column_widths([10, 40], [10, 8], [0, 1], 40) == [10, 28]
    assert column_widths([30, 40], [10, 8], [0, 1], 40) == [30, 8]
    assert column_widths([34, 40], [10, 8], [0, 1], 40) == [19, 19]
    assert column_widths([20, 20, 20], [11, 13, 12], [1, 1, 1], 44) == [13, 13, 13]
    assert column_widths([20, 20, 20], [16, 13, 16], [1, 1, 1], 44) is None


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("不足 1 (基準に記録済み)", 15, ["不足 1", "(基準に記録済", "み)"]),
        ("(基準に記録済み)", 8, ["(基準に", "記録済", "み)"]),
        ("設定ファイル、.hrsi.toml", 15, ["設定ファイル、", ".hrsi.toml"]),
        ("measures.backups[nightly].change", 20, ["measures.", "backups[nightly].", "change"]),
        ("preventive maintenance", 12, ["preventive", "maintenance"]),
        ("やってみる", 4, ["やっ", "てみ", "る"]),
    ],
)
def test_where_a_line_breaks(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_a_table_that_fits_no_width_is_set_row_by_row() -> None:
    columns = tuple(Column(f"title{number}", share=1) for number in range(5))
    rows = tuple(
        tuple(cell(f"{word} words") for word in ("redundancy", "maintenance", "configuration", "x", "y")) for _ in range(2)
    )
    painted = paint_plain((Table(columns, rows),), OPTIONS).decode()
    one = "title0  redundancy words\ntitle1  maintenance words\ntitle2  configuration words\ntitle3  x words\ntitle4  y words\n"
    assert painted == f"{one}\n{one}"


@pytest.mark.parametrize("text", ["1. not a list", "- no list", "= no rule", "a<b>", "`code`", "www.example.org", "    code"])
def test_escaped_markdown_starts_nothing(text: str) -> None:
    assert not re.match(r"(\d+\.|[-=] | )", escape(text))
    assert "<b>" not in escape(text)
    assert "www." not in escape(text)
