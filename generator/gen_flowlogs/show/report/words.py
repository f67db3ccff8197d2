"""Phrases → HTML. Every text is escaped; a link whose end is not on the page is its text alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.report.phrases import Code, Link, Phrase

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from gen_flowlogs.report.phrases import Piece

_CODE: Final = pattern(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Words:
    """A writer of phrases. `anchors`: the ids on the page."""

    anchors: AbstractSet[str]

    def __call__(self, phrase: Phrase) -> Markup:
        """A phrase as HTML."""
        return Markup().join(self._piece(each) for each in phrase)

    def _piece(self, piece: Piece) -> Markup:
        match piece:
            case Code(text):
                return Markup("<code>{}</code>").format(text)
            case Link(text, to) if to in self.anchors:
                return Markup('<a href="#{}">{}</a>').format(to, text)
            case Link(text, _):
                return escape(text)
            case text:
                return escape(text)


def prose(text: str) -> Phrase:
    """A text of our own with code between backticks, as a phrase."""
    return tuple(Code(part) if number % 2 else part for number, part in enumerate(_CODE.split(text)) if part)
