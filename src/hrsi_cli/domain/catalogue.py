"""The program's sentences in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hrsi_cli.domain.language import Language
from hrsi_cli.domain.problem import Message

if TYPE_CHECKING:
    from hrsi_cli.domain.text import Text


_PLAIN = frozenset({str, int, float})


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Sentences by id. A missing id is a fault of the program, found by a test, not by a user."""

    language: Language
    sentences: Mapping[str, str]
    model_names: Mapping[Any, Text] = field(default_factory=dict)
    """Names that an organisation's overlay gives model systems, by number; they stand in for ``model.name``."""

    def say(self, id: str, /, **values: object) -> str:
        """The sentence with its values put in."""
        if id == "model.name" and values["model"] in self.model_names:
            return self.text(self.model_names[values["model"]])
        sentence = self.sentences[id]
        return sentence.format_map(values) if values else sentence

    def tell(self, message: Message) -> str:
        """The sentence of a message; values that are themselves messages or texts are put into words first."""
        words = {
            name: value if type(value) in _PLAIN else self._word(value)  # the usual case, without a call
            for name, value in message.values.items()
        }
        return self.say(message.id, **words)

    def text(self, text: Text) -> str:
        """A bilingual text in this language."""
        return text.in_(self.language)

    def _word(self, value: object) -> object:
        match value:
            case Message():
                return self.tell(value)
            case _ if hasattr(value, "in_"):  # a Text, which is not imported here to keep the start light
                return str(value.in_(self.language))
            case tuple() | list():
                return self.say("common.list_separator").join(str(self._word(item)) for item in value)
            case _:
                return value
