"""Arrow-key prompts, by questionary. Importing it costs a tenth of a second, so only this module does."""

from __future__ import annotations

import sys
from typing import Any

import questionary
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from prompt_toolkit.output import create_output
from questionary import Choice

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
        """Put a prompt; an optional one has an entry for no answer."""
        for note in prompt.notes:
            self._write(note, "  ")
        return self._choose(prompt) if prompt.options else self._type(prompt)

    def _choose(self, prompt: Prompt) -> Any:
        nothing = () if prompt.required else (Option("", None, catalogue().say("asking.nothing")),)
        options = (*prompt.options, *nothing, *prompt.moves)
        # the index, not the value: questionary takes a None for its own title
        choices = [
            Choice(visible(_label(option)), value=index, description=visible(option.detail) or None)
            for index, option in enumerate(options)
        ]
        question = questionary.select(
            visible(prompt.title),
            choices=choices,
            qmark="?",
            pointer=">",
            instruction=catalogue().say("asking.arrows"),
            output=self.output,
        )
        return options[self._run(question)].value

    def _type(self, prompt: Prompt) -> Any:
        if prompt.moves:
            self._write("  ".join(f"{option.key}) {option.label}" for option in prompt.moves), "  ")

        read = prompt.read or str

        def sound(text: str) -> bool | str:
            if not text.strip():
                return True if not prompt.required else catalogue().say("asking.wanted")
            try:
                if prompt.chosen(text) is None:
                    read(text.strip())
            except HrsiError as error:
                hint = f" {catalogue().tell(error.hint)}" if error.hint else ""
                return visible(catalogue().tell(error.message) + hint)
            return True

        text = self._run(questionary.text(visible(prompt.title), qmark="?", validate=sound, output=self.output))
        if not text.strip():
            return None
        option = prompt.chosen(text)
        return option.value if option is not None else read(text.strip())

    def _run(self, question: questionary.Question) -> Any:
        end = KeyBindings()
        # a menu does nothing on Ctrl-D, which would leave a script that closes its input waiting for ever
        end.add("c-d", eager=True)(lambda event: event.app.exit(exception=EOFError))
        application = question.application
        bindings = application.key_bindings
        application.key_bindings = end if bindings is None else merge_key_bindings([bindings, end])
        try:
            return question.unsafe_ask()
        except EOFError:
            raise ended() from None


def _label(option: Option) -> str:
    """The label; a level keeps its number, by which people know it."""
    return f"{option.key} {option.label}" if option.key == str(option.value) else option.label
