"""The guide's numbers in words: with their unit, and as the guide takes them (about, under, or more)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrsi_cli.domain.text import NUMBER, of_one

if TYPE_CHECKING:
    from hrsi_cli.domain.case import Figure
    from hrsi_cli.domain.catalogue import Catalogue


def figure_words(figure: Figure, catalogue: Catalogue, *, unit_twice: bool = False) -> str:
    """A number with its unit and its qualifier; of a range they go with the upper end.

    With ``unit_twice`` the lower end has its unit too, so that a search finds either.
    """
    last = figure.value if figure.high is None else figure.high
    words = _with_unit(last, figure.unit, catalogue)
    if figure.qualifier not in ("exact", "range"):
        words = catalogue.say(f"show.{figure.qualifier}", value=words)
    if figure.high is None:
        return words
    low = _with_unit(figure.value, figure.unit, catalogue) if unit_twice else _number(figure.value, figure.unit)
    return catalogue.say("show.range", low=low, high=words)


def _with_unit(value: float, unit: str, catalogue: Catalogue) -> str:
    number = _number(value, unit)
    label = catalogue.say(f"unit.{unit}")
    if NUMBER in label:
        return label.replace(NUMBER, number)
    return catalogue.say("show.amount", value=number, unit=of_one(label) if value == 1 else label)


def _number(value: float, unit: str) -> str:
    return f"{value:g}" if unit == "calendar_year" else f"{value:,.10g}"
