"""Options that every command shares, and what they add up to."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TextIO

import typer

from hrsi_cli.commands.log_lines import without_orders
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.visible import echo
from hrsi_cli.renderers.options import NARROWEST, WIDEST, Detail, RenderOptions

if TYPE_CHECKING:
    from hrsi_cli.renderers.blocks import Page

ColorChoice = Literal["auto", "always", "never"]


def _language(value: str | None) -> str | None:
    if value is not None and value not in ("ja", "en"):
        raise HrsiError(Message("run.bad_language", {"value": echo(value)}))
    return value


Lang = Annotated[str | None, typer.Option("--lang", metavar="ja|en", help=help_text("lang"), callback=_language)]


def group_options(lang: Lang = None) -> None:
    """The options of every group of commands; the language itself is read before anything is parsed."""


Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("output"))]
RecordOutput = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("record_output"))]
"""For a command whose product is a file that an argument names."""
Color = Annotated[ColorChoice, typer.Option("--color", metavar="auto|always|never", help=help_text("color"))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=help_text("quiet"))]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help=help_text("verbose"))]
VerboseSame = Annotated[bool, typer.Option("--verbose", "-v", help=help_text("verbose_same"))]
"""For a command that leaves nothing out anyway: every command takes the option."""
ConfigFile = Annotated[str | None, typer.Option("--config", metavar="FILE", help=help_text("config_option"))]
Force = Annotated[bool, typer.Option("--force", help=help_text("force"))]
Backup = Annotated[bool, typer.Option("--backup", help=help_text("backup"))]


def format_option(known: tuple[str, ...]) -> Any:
    """The option ``--format`` of a command that knows these formats."""
    return typer.Option("--format", "-f", metavar="FORMAT", help=help_text("format", known=" ".join(known)))


def file_format_option(known: tuple[str, ...]) -> Any:
    """The option ``--format`` of a command that writes a file in one of these formats; the name's ending may tell it too."""
    return typer.Option("--format", "-f", metavar="FORMAT", help=help_text("file_format", known=" ".join(known)))


@dataclass(frozen=True, slots=True)
class View:
    """How a command's report is shown and where it goes."""

    format: str
    output: str | None = None
    color: ColorChoice = "auto"
    quiet: bool = False
    verbose: bool = False
    force: bool = False

    def __post_init__(self) -> None:
        """A dash is standard output, as for input."""
        if self.output == "-":
            object.__setattr__(self, "output", None)

    def render_options(self) -> RenderOptions:
        """What the renderers are told about the terminal."""
        detail: Detail = "quiet" if self.quiet else "verbose" if self.verbose else "normal"
        return RenderOptions(catalogue=catalogue(), width=terminal_width(), color=self._colored(), detail=detail)

    def _colored(self) -> bool:
        if self.color != "auto" or self.output is not None:
            return self.color == "always"
        if os.environ.get("NO_COLOR"):
            return False
        if os.environ.get("FORCE_COLOR"):
            return True
        return _is_terminal() and os.environ.get("TERM") != "dumb"


def _is_terminal() -> bool:
    return sys.stdout is not None and not sys.stdout.closed and sys.stdout.isatty()


def terminal_width() -> int:
    """Columns of the terminal, from ``COLUMNS`` or the terminal itself; 80 when neither can be believed."""
    try:
        columns = int(os.environ.get("COLUMNS", "0"))
    except ValueError:
        columns = 0
    if columns <= 0 and _is_terminal():
        try:
            columns = os.get_terminal_size(sys.stdout.fileno()).columns
        except (OSError, ValueError):
            columns = 0
    return 80 if columns <= 0 else min(max(columns, NARROWEST), WIDEST)


def checked_format(format: str, known: tuple[str, ...]) -> str:
    """The format by name; raises HrsiError with the known ones when there is no such format."""
    if format not in known:
        known_ones = Message("input.hint_known", {"known": ", ".join(known)})
        raise HrsiError(Message("run.bad_format", {"value": echo(format)}), known_ones)
    return format


def refuse_input_as_output(output: str | None, inputs: Iterable[str]) -> None:
    """Raise HrsiError when the report would replace a file that it is made from."""
    from hrsi_cli.knowledge.text_file import same_file, shown_path

    if output is not None and any(same_file(output, path) for path in inputs):
        raise HrsiError(Message("write.is_input", {"path": shown_path(output)}))


def show(content: Callable[[], bytes] | bytes, view: View) -> None:
    """Write a report to standard output, or as UTF-8 to the output file."""
    data = content if isinstance(content, bytes) else content()
    data = without_orders(data) if view.format == "text" else data
    if view.output is not None:
        from hrsi_cli.knowledge.file_writer import write_new

        write_new(view.output, data, overwrite=True)
        return
    write_stdout(data, machine=view.format not in ("text",))


def show_report(
    view: View, record: Callable[[RenderOptions], Mapping[str, object]], page: Callable[[RenderOptions], Page]
) -> None:
    """Show a report as JSON or as a page, whichever the view wants."""
    options = view.render_options()
    if view.format == "json":
        from hrsi_cli.renderers.json_format import paint_json

        show(paint_json(record(options)), view)
        return
    from hrsi_cli.renderers.registry import paint

    show(paint(page(options), view.format, options), view)


def show_done(view: View, sentence: str, record: Callable[[], Mapping[str, object]]) -> None:
    """Tell what was done: programs get the record; people one sentence on standard error, none when quiet."""
    if view.format == "json":
        from hrsi_cli.renderers.json_format import paint_json

        show(paint_json(record()), view)
    elif view.output is not None:
        show(f"{sentence}\n".encode(), view)
    elif not view.quiet:
        sys.stderr.write(f"{sentence}\n")


def write_stdout(data: bytes, *, machine: bool) -> None:
    """Bytes to standard output: machine formats as UTF-8, text in the encoding of the terminal."""
    stream = sys.stdout
    if stream is None or stream.closed:
        raise HrsiError(Message("run.no_stdout"))
    try:
        _write(stream, data, machine)
    except BrokenPipeError:  # the reader has seen enough, as in `| head`: the judgement stands, and so does its exit code
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _write(stream: TextIO, data: bytes, machine: bool) -> None:
    stream.flush()
    if not data:  # a full disk has room for nothing at all
        return
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(data.decode("utf-8"))
        return
    encoding = (stream.encoding or "utf-8").lower()
    if not machine and encoding.replace("-", "") != "utf8":
        data = data.decode("utf-8").encode(encoding, "backslashreplace")
    buffer.write(data)
    buffer.flush()
