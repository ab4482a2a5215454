"""What a person sees of a message, as plain data: its parts, and what can be read of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import NamedTuple

from bot.offline.errors import CannotDoError
from bot.offline.markdown import Line, Span, Style
from bot.offline.messages import Message


class Link(NamedTuple):
    """What is clickable: the words shown, and where they lead."""

    text: str
    url: str


@dataclass(frozen=True)
class Text:
    """Lines of text."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Button:
    """A button; one with a `url` is a link, another is pressed by its `custom_id`."""

    label: str
    custom_id: str | None = None
    url: str | None = None
    disabled: bool = False
    style: int = 2
    emoji: str = ""

    @property
    def shown(self) -> str:
        """All that stands on it."""
        return " ".join(part for part in (self.emoji, self.label) if part)


@dataclass(frozen=True)
class Menu:
    """A select menu; `options` are labels and values: those that it was given, or names and ids of what it lists."""

    placeholder: str
    custom_id: str
    kind: int
    options: tuple[tuple[str, str], ...] = ()
    disabled: bool = False
    chosen: tuple[str, ...] = ()
    """The labels of what is chosen already."""


@dataclass(frozen=True)
class Picture:
    """An image, as far as words can say it."""

    url: str
    description: str = ""


@dataclass(frozen=True)
class File:
    """A file to download."""

    name: str
    size: int | None = None


@dataclass(frozen=True)
class Rule:
    """A line across, or an empty space."""

    drawn: bool = True


@dataclass(frozen=True)
class Row:
    """Things beside each other."""

    parts: tuple["Part", ...]


@dataclass(frozen=True)
class Box:
    """A container or an embed."""

    parts: tuple["Part", ...]
    colour: int | None = None


Part = Text | Button | Menu | Picture | File | Rule | Row | Box


@dataclass(frozen=True)
class Seen:
    """A message as one person sees it."""

    message: Message = field(repr=False)
    author: str
    parts: tuple[Part, ...]
    private: bool = False
    """Only they see it."""
    thinking: bool = False
    """It only says that the bot is thinking."""
    about: str | None = None
    """The line above it: whom it replies to, or who used which command."""

    def all(self) -> Iterator[Part]:
        """Every part, however deep, in the order of reading."""
        return _flat(self.parts)

    @property
    def lines(self) -> list[Line]:
        """Every line of text."""
        return [line for part in self.all() if isinstance(part, Text) for line in part.lines]

    @property
    def text(self) -> str:
        """The text shown, without buttons; items with their bullets."""
        return "\n".join(line.bullet + line.text for line in self.lines)

    def spans(self, style: Style) -> list[str]:
        """The runs of text set off so, each whole: `seen.spans(Style.ITALIC)`."""
        return [text for line in self.lines for text in _runs(line, style)]

    @property
    def bold(self) -> list[str]:
        """What is bold."""
        return self.spans(Style.BOLD)

    @property
    def subtext(self) -> list[str]:
        """The lines of small print."""
        return [line.text for line in self.lines if line.kind == "subtext"]

    @property
    def links(self) -> list[Link]:
        """Everything that leads to a page, buttons too."""
        found: list[Link] = []
        for part in self.all():
            if isinstance(part, Text):
                found += [link for line in part.lines for _, link in _pieces(line) if link]
            elif isinstance(part, Button) and part.url:
                found.append(Link(part.shown, part.url))
        return found

    @property
    def buttons(self) -> list[Button]:
        """The buttons, links among them."""
        return [part for part in self.all() if isinstance(part, Button)]

    @property
    def labels(self) -> list[str]:
        """What the buttons say."""
        return [button.label for button in self.buttons]

    @property
    def menus(self) -> list[Menu]:
        """The select menus."""
        return [part for part in self.all() if isinstance(part, Menu)]

    @property
    def files(self) -> list[File]:
        """The files that can be downloaded."""
        return [part for part in self.all() if isinstance(part, File)]

    def download(self, name: str) -> bytes:
        """What is in the file of this name. Raises CannotDoError where none is shown."""
        if any(file.name == name for file in self.files):
            for attachment in self.message.attachments:
                if attachment.filename == name:
                    return attachment.data
        raise CannotDoError(f"there is no file {name!r}; there is: {', '.join(f.name for f in self.files) or 'none'}")

    def __contains__(self, text: str) -> bool:
        return text in self.text

    def __str__(self) -> str:
        return "\n".join([*([self.about] if self.about else []), f"{self.author}:", *plain(self.parts)])


@dataclass(frozen=True)
class Field:
    """One entry of a form."""

    label: str
    custom_id: str
    kind: int
    value: str = ""
    placeholder: str = ""
    required: bool = True
    long: bool = False
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Form:
    """A form that the bot opened."""

    title: str
    fields: tuple[Field, ...]


Shown = Callable[[Button], str]
"""How a button stands in plain words."""


def bracketed(button: Button) -> str:
    """A button as `[label]`, or where it cannot be pressed as `(label)`."""
    return f"({button.shown})" if button.disabled else f"[{button.shown}]"


def plain(parts: tuple[Part, ...], shown: Shown = bracketed, indent: str = "") -> list[str]:
    """The parts in words, a line each; where a link leads stands behind it."""
    found: list[str] = []
    for part in parts:
        if isinstance(part, Text):
            found += [indent + in_words(line) for line in part.lines]
        elif isinstance(part, Box):
            found += plain(part.parts, shown, indent + "  ")
        elif isinstance(part, Row):
            texts = tuple(inner for inner in part.parts if isinstance(inner, Text))
            rest = [_words(inner, shown) for inner in part.parts if not isinstance(inner, Text)]
            found += [*plain(texts, shown, indent), indent + "  ".join(rest)]
        else:
            found.append(indent + _words(part, shown))
    return found


def in_words(line: Line) -> str:
    """A line with its bullet or bar, what is struck through between tildes, and behind a link its address."""
    text = "".join(
        f"{words} <{link.url}>" if link and words != link.url else words for words, link in _pieces(_tildes(line))
    )
    return f"{'| ' if line.quoted else ''}{line.bullet}{text}"


def _tildes(line: Line) -> Line:
    """The line with tildes around what is struck through, so that it can be told without its looks."""
    spans: list[Span] = []
    for struck, run in groupby(line.spans, key=lambda span: bool(span.style & Style.STRUCK)):
        marks = [Span("~~", link=None)] if struck else []
        spans += [*marks, *run, *marks]
    return replace(line, spans=tuple(spans))


def _words(part: Part, shown: Shown) -> str:
    if isinstance(part, Button):
        return f"{part.shown} <{part.url}>" if part.url else shown(part)
    if isinstance(part, Menu):
        now = f" = {', '.join(part.chosen)}" if part.chosen else ""
        return f"[{part.placeholder or 'choose'}{now}: {', '.join(label for label, _ in part.options)}]"
    if isinstance(part, Picture):
        return f"(picture: {part.description or part.url})"
    if isinstance(part, File):
        return f"(file: {part.name})"
    return "-" * 20 if isinstance(part, Rule) and part.drawn else ""


def _flat(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        yield part
        if isinstance(part, Row | Box):
            yield from _flat(part.parts)


def _runs(line: Line, style: Style) -> list[str]:
    runs: list[str] = []
    joined = False
    for span in line.spans:
        if span.style & style:
            runs[-1:] = [runs[-1] + span.text] if joined else [*runs[-1:], span.text]
        joined = bool(span.style & style)
    return runs


def _pieces(line: Line) -> Iterator[tuple[str, Link | None]]:
    """Runs of text that lead to the same page, or nowhere."""
    for url, spans in groupby(line.spans, key=lambda span: span.link):
        text = "".join(span.text for span in spans)
        yield text, Link(text, url) if url else None
