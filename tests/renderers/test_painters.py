"""Pages painted as plain text, with colour, and as Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hrsi_cli.knowledge.compiled import load_catalogue
from hrsi_cli.renderers.blocks import Column, Page, Table, bullets, cell, heading, paragraph
from hrsi_cli.renderers.layout import column_widths, wrap
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


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 5)), min_size=1, max_size=7), st.integers(40, 200))
def test_columns_fit_when_the_fixed_ones_do(columns: list[tuple[int, int]], width: int) -> None:
    natural = [size for size, _ in columns]
    shares = [share for _, share in columns]
    widths = column_widths(natural, shares, width)
    for size, share, given_width in zip(natural, shares, widths, strict=True):
        assert given_width <= max(size, 6)
        if not share:
            assert given_width == size


@pytest.mark.parametrize("text", ["1. not a list", "- no list", "= no rule", "a<b>", "`code`", "www.example.org"])
def test_escaped_markdown_starts_nothing(text: str) -> None:
    assert not re.match(r"(\d+\.|[-=] )", escape(text))
    assert "<b>" not in escape(text)
    assert "www." not in escape(text)
