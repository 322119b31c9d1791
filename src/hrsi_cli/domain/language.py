"""The languages of the project. Apart from ``text.py``, so that naming one loads nothing heavy."""

from __future__ import annotations

from typing import Literal

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")
