"""What the card of an object opens with: its sentence, the values that matter, values that a table cites."""

from string import Formatter
from typing import Literal, Self

from pydantic import Field as Option
from pydantic import model_validator

from atlas.catalog.declarations import Declaration, Id, Text

# How a value stands in a sentence: as the sentence writes it, as a name, or as a place ("in Lens").
ValueForm = Literal["", "name", "in"]
# What a text may name beside fields: the object itself in the language of the reader, and what it is called.
NAME, NOUN = "name", "noun"


def named_fields(text: Text) -> tuple[tuple[str, ValueForm], ...]:
    """Return the fields that a text names in braces, each with the form of its value; the same in every language.

    Raises
    ------
    ValueError
        The languages name different fields, a brace is open, or a form is unknown.
    """
    found = {lang: _named(getattr(text, lang)) for lang in ("fr", "en", "pt") if getattr(text, lang)}
    if len({frozenset(name for name, _ in names) for names in found.values()}) > 1:
        msg = "the languages name different fields"
        raise ValueError(msg)
    return tuple(dict.fromkeys(pair for names in found.values() for pair in names))


def _named(text: str) -> list[tuple[str, ValueForm]]:
    pairs: list[tuple[str, ValueForm]] = []
    for _, name, form, _ in Formatter().parse(text):
        if name is None:
            continue
        if form not in {"", "name", "in"}:
            msg = f"{{{name}:{form}}}: the form is neither name nor in"
            raise ValueError(msg)
        pairs.append((name, form))  # type: ignore[arg-type]
    return pairs


class Clause(Declaration):
    """A part of the sentence, with values in braces: ``{area_ha}``, ``{communes:in}``, ``{country:name}``.

    It is left out where one of its values is unknown, unless ``unknown`` says so in its place; ``only`` restricts it to
    rows with certain codes (of a boolean: ``true``, ``false``). One that begins with a comma or a full stop follows
    without a space.
    """

    text: Text
    unknown: Text | None = None
    only: dict[Id, tuple[str, ...]] = Option(default_factory=dict)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        _in_three_languages(self.text, self.unknown)
        named_fields(self.text)
        if self.unknown and named_fields(self.unknown):
            msg = "unknown: names no value"
            raise ValueError(msg)
        return self


class CitedValues(Declaration):
    """A table that cites values of the rows, one a row, with its page.

    ``of`` holds the ids of the rows meant, ``attribute`` a code for what is measured, ``value`` and ``unit`` its value,
    ``others`` further values met, ``note`` a reservation, ``year`` its year, ``source`` what kind of page it is and
    ``url`` where. ``figures`` are the codes that a card shows among its figures.
    """

    layer: Id
    of: Id
    attribute: Id
    value: Id
    unit: Id
    others: Id
    note: Id
    year: Id
    source: Id
    url: Id
    figures: tuple[str, ...] = ()


class Card(Declaration):
    """The card of an object, beyond the list of its fields.

    The sentence is ``head`` (with ``{name}`` and ``{noun}``), or "<name> is <noun>", and the ``clauses``. ``nouns``
    has, by field and code, what a row is called, where that differs from the layer's noun; the first known field
    decides. ``figures`` are the fields whose values matter most, the first of all first. ``doubts`` are coded fields
    that say what is doubtful. ``cited`` is a table with further values.
    """

    head: Text | None = None
    nouns: dict[Id, dict[str, Text]] = Option(default_factory=dict)
    clauses: tuple[Clause, ...] = ()
    figures: tuple[Id, ...] = ()
    doubts: tuple[Id, ...] = ()
    cited: CitedValues | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        _in_three_languages(self.head, *(noun for codes in self.nouns.values() for noun in codes.values()))
        if self.head:
            named_fields(self.head)
        return self

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields of the layer that the card names, each once."""
        texts = [clause.text for clause in self.clauses] + ([self.head] if self.head else [])
        named = [name for text in texts for name, _ in named_fields(text) if name not in {NAME, NOUN}]
        named += [name for clause in self.clauses for name in clause.only]
        return tuple(dict.fromkeys((*named, *self.nouns, *self.figures, *self.doubts)))


def _in_three_languages(*texts: Text | None) -> None:
    if any(text is not None and text.pt is None for text in texts):
        msg = "pt: field required"
        raise ValueError(msg)
