"""Numbered plain lines: what a screen reader, a dumb terminal and a transcript can follow."""

from __future__ import annotations

import sys
from typing import Any

from hrsi_cli.commands.asking import Prompt, ended
from hrsi_cli.commands.options import terminal_width
from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.problem import HrsiError
from hrsi_cli.domain.visible import visible
from hrsi_cli.renderers.layout import wrap


class PlainDriver:
    """Asks one line at a time on stderr and reads one line from stdin."""

    def say(self, line: str) -> None:
        """Show a line, broken at the width of the terminal."""
        self._write(line, "")

    def ask(self, prompt: Prompt) -> Any:
        """Put a prompt until it has an answer."""
        self._show(prompt)
        while True:
            sys.stderr.write("> ")
            sys.stderr.flush()
            text = self._line()
            if not text.strip():
                if not prompt.required:
                    return None
                self._write(catalogue().say("asking.wanted"), "")
                continue
            option = prompt.chosen(text)
            if option is not None:
                return option.value
            if prompt.read is None:
                keys = ", ".join(option.key for option in (*prompt.options, *prompt.moves))
                self._write(catalogue().say("asking.want_key", keys=keys), "")
                continue
            try:
                return prompt.written(text)
            except HrsiError as error:
                self._write(catalogue().tell(error.message), "")
                if error.hint:
                    self._write(catalogue().tell(error.hint), "")

    def _show(self, prompt: Prompt) -> None:
        self._write("", "")
        self._write(prompt.title, "")
        for note in prompt.notes:
            self._write(note, "  ")
        for option in prompt.options:
            self._write(f"{option.key}) {option.label}", "  ")
            if option.detail:
                self._write(option.detail, "     ")
        if prompt.moves:
            moves = "  ".join(f"{option.key}) {option.label}" for option in prompt.moves)
            self._write(moves, "  ")

    def _write(self, text: str, indent: str) -> None:
        for line in wrap(visible(text), terminal_width() - len(indent)):
            sys.stderr.write(f"{indent}{line}".rstrip() + "\n")

    def _line(self) -> str:
        try:
            line = sys.stdin.readline()
        except (OSError, ValueError):  # the terminal has gone
            raise ended() from None
        if not line:
            sys.stderr.write("\n")
            raise ended()
        return line.rstrip("\n")
