"""Plans written in many hands: data rendered as YAML or JSON with random layout."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from hrsi_cli.knowledge.scalars import Style, format_flow, format_key, format_scalar

ENDINGS = ("\n", "\r\n", "\r")


def write_plan(data: dict[str, Any], hand: Random) -> str:
    """The data as a text; what can be chosen freely is chosen by the hand."""
    kind = hand.choice(("yaml", "yaml", "yaml", "json", "pretty"))
    if kind == "json":
        tight = hand.random() < 0.5
        text = json.dumps(data, ensure_ascii=hand.random() < 0.5, separators=(",", ":") if tight else None)
    elif kind == "pretty":
        text = json.dumps(data, ensure_ascii=False, indent=hand.choice((1, 2, 4, "\t")))
    else:
        writer = _Writer(hand)
        lines = writer.mapping(data, hand.choice(("", "", "", " ")))
        text = "\n".join([*hand.choice(([], ["---"], ["# plan", ""])), *lines, *hand.choice(([], [], ["# end"], ["...", ""]))])
    if hand.random() < 0.8:
        text += "\n"
    return text.replace("\n", hand.choice(ENDINGS))


class _Writer:
    """Block style with flow collections, quotes, comments and blanks here and there."""

    def __init__(self, hand: Random) -> None:
        self.hand = hand
        self.step = hand.choice((1, 2, 2, 4))
        self.indentless = hand.random() < 0.3

    def mapping(self, data: dict[str, Any], indent: str) -> list[str]:
        lines: list[str] = []
        for key, value in data.items():
            lines += self.noise(indent) if lines else []
            head = indent + (f'"{key}"' if self.hand.random() < 0.1 else format_key(key)) + ":"
            lines += self.behind(head, value, indent, in_mapping=True)
        return lines

    def sequence(self, data: list[Any], indent: str) -> list[str]:
        lines: list[str] = []
        for item in data:
            lines += self.noise(indent) if lines else []
            if isinstance(item, dict) and item and self.hand.random() < 0.6:
                gap = self.hand.choice((" ", " ", "   "))
                inner = self.mapping(item, indent + " " + gap)
                lines += [f"{indent}-{gap}{inner[0].lstrip()}", *inner[1:]]
            else:
                lines += self.behind(indent + "-", item, indent, in_mapping=False)
        return lines

    def behind(self, head: str, value: Any, indent: str, *, in_mapping: bool) -> list[str]:
        if isinstance(value, dict | list) and value and self.hand.random() < 0.6:
            if isinstance(value, dict):
                inner = self.mapping(value, indent + " " * self.step)
            else:
                inner = self.sequence(value, indent if self.indentless and in_mapping else indent + " " * self.step)
            return [head + self.comment(), *inner]
        gap = self.hand.choice((" ", " ", "  "))
        if isinstance(value, dict | list):
            return [head + gap + self.flow(value, indent + "  ") + self.comment()]
        if value is None and self.hand.random() < 0.5:
            return [head + self.comment()]
        if isinstance(value, str) and self.hand.random() < 0.3 and value.strip() == value and value and "\n" not in value:
            mark = self.hand.choice(("|", ">", "|-", ">-"))
            if mark.endswith("-"):
                inner_indent = indent + " " * self.hand.choice((1, 2, 4))
                return [f"{head} {mark}{self.comment()}", inner_indent + value, *self.hand.choice(([], [""]))]
        return [head + gap + format_scalar(value, quote=self.hand.choice(("", "'", '"'))) + self.comment()]

    def flow(self, value: Any, indent: str) -> str:
        if self.hand.random() < 0.7:
            text = format_flow(value, Style(True))
            return text[:-1] + self.hand.choice(("", ",", " , ")) + text[-1] if value and self.hand.random() < 0.2 else text
        opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
        items = (
            [format_key(key, Style(True)) + ": " + format_flow(item, Style(True)) for key, item in value.items()]
            if isinstance(value, dict)
            else [format_flow(item, Style(True)) for item in value]
        )
        if not items:
            return opening + self.hand.choice(("", " ")) + closing
        lines = [opening + self.hand.choice(("", "  # open"))]
        for number, item in enumerate(items):
            last = number == len(items) - 1
            lines.append(indent + item + ("," if not last or self.hand.random() < 0.3 else "") + self.comment())
        if self.hand.random() < 0.3 and not lines[-1].rstrip().endswith("言"):
            return "\n".join(lines) + " " + closing if "#" not in lines[-1] else "\n".join([*lines, indent + closing])
        return "\n".join([*lines, indent + closing])

    def comment(self) -> str:
        return self.hand.choice(("", "", "", "", "  # 一言", " #x: {", "  ", "\t# tab"))

    def noise(self, indent: str) -> list[str]:
        return self.hand.choice(
            ([], [], [], [""], [f"{indent}# a word"], ["# far left"], [indent + "    # deep"], ["", f"{indent}# -", ""])
        )
