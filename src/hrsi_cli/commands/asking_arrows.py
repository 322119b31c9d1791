"""Arrow-key prompts, by questionary. Importing it costs a tenth of a second, so only this module does.

A menu answers to the keys of the plain lines as well: a key moves the cursor to its entry, Enter takes it.
"""

from __future__ import annotations

import sys
from typing import Any

import questionary
from prompt_toolkit.formatted_text import StyleAndTextTuples, to_formatted_text
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import create_output
from questionary import Choice
from questionary.prompts.common import InquirerControl

from hrsi_cli.commands.asking import Option, Prompt, ended
from hrsi_cli.commands.options import terminal_width
from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.problem import HrsiError
from hrsi_cli.domain.visible import visible
from hrsi_cli.renderers.layout import wrap


class ArrowDriver:
    """Asks with menus and input lines on stderr."""

    def __init__(self) -> None:
        self.output = create_output(stdout=sys.stderr)

    def say(self, line: str) -> None:
        """Show a line, broken at the width of the terminal."""
        self._write(line, "")

    def _write(self, line: str, indent: str) -> None:
        for part in wrap(visible(line), terminal_width() - len(indent)):
            sys.stderr.write(f"{indent}{part}\n")
        sys.stderr.flush()

    def ask(self, prompt: Prompt) -> Any:
        """Put a prompt; an optional one begins with an entry for no answer, so that Enter alone means the same everywhere."""
        for note in prompt.notes:
            self._write(note, "  ")
        return self._choose(prompt) if prompt.options else self._type(prompt)

    def _choose(self, prompt: Prompt) -> Any:
        nothing = () if prompt.required else (Option("", None, catalogue().say("asking.nothing")),)
        options = (*nothing, *prompt.options, *prompt.moves)
        # the index, not the value: questionary takes a None for its own title
        choices = [Choice(visible(f"{option.key} {option.label}".strip()), value=index) for index, option in enumerate(options)]
        question = questionary.select(
            visible(prompt.title),
            choices=choices,
            qmark="?",
            pointer=">",
            instruction=catalogue().say("asking.arrows"),
            output=self.output,
        )
        controls = question.application.layout.find_all_controls()
        menu = next(control for control in controls if isinstance(control, InquirerControl))
        if prompt.default is not None:  # questionary's own default would stay marked wherever the cursor goes
            menu.pointed_at = next(index for index, option in enumerate(options) if option.value == prompt.default)
        _add_details(menu, options)
        return options[self._run(question, _keys_of(menu, prompt, options))].value

    def _type(self, prompt: Prompt) -> Any:
        if prompt.moves:
            self._write("  ".join(f"{option.key}) {option.label}" for option in prompt.moves), "  ")

        def sound(text: str) -> bool | str:
            if not text.strip():
                return True if not prompt.required else catalogue().say("asking.wanted")
            try:
                if prompt.chosen(text) is None:
                    prompt.written(text)
            except HrsiError as error:
                hint = f" {catalogue().tell(error.hint)}" if error.hint else ""
                return visible(catalogue().tell(error.message) + hint)
            return True

        text = self._run(questionary.text(visible(prompt.title), qmark="?", validate=sound, output=self.output))
        if not text.strip():
            return None
        option = prompt.chosen(text)
        return option.value if option is not None else prompt.written(text)

    def _run(self, question: questionary.Question, keys: KeyBindings | None = None) -> Any:
        end = keys or KeyBindings()
        # a menu does nothing on Ctrl-D, which would leave a script that closes its input waiting for ever
        end.add("c-d", eager=True)(lambda event: event.app.exit(exception=EOFError))
        application = question.application
        bindings = application.key_bindings
        application.key_bindings = end if bindings is None else merge_key_bindings([bindings, end])
        try:
            return question.unsafe_ask()
        except EOFError:
            raise ended() from None


def _add_details(menu: InquirerControl, options: tuple[Option, ...]) -> None:
    """Show the detail of the entry at the cursor; questionary itself would put an English word before it."""
    entries = menu.text

    def with_detail() -> StyleAndTextTuples:
        detail = visible(options[menu.pointed_at].detail)
        below = [f"\n     {line}" for line in wrap(detail, terminal_width() - 5)] if detail else []
        return [*to_formatted_text(entries), ("class:text", "".join(below))]

    menu.text = with_detail


def _keys_of(menu: InquirerControl, prompt: Prompt, options: tuple[Option, ...]) -> KeyBindings:
    """The keys of the options, in any width; a key only moves the cursor, as a typed line too wants its Enter."""
    keys = KeyBindings()

    def move_to(event: KeyPressEvent) -> None:
        chosen = prompt.chosen(event.data)
        if chosen is not None:
            menu.pointed_at = options.index(chosen)

    keys.add(Keys.Any)(move_to)
    return keys
