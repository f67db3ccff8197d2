"""Answers of policies that exist to the requests of AWS's delivery: refused for certain, or not certain."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from gen_flowlogs.policies import documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gen_flowlogs.policies.documents import Read
    from gen_flowlogs.policies.evaluate import Attachment, Request


@lru_cache(maxsize=1024)
def statements(text: str) -> tuple[Read, ...] | None:
    """The statements of a document; None where it is none."""
    try:
        return documents.parse(text)
    except ValueError:
        return None


def refused(
    of: Sequence[Read], requests: Iterable[Request], *, attached: Attachment
) -> tuple[list[Request], list[Request]]:
    """The requests that some statements certainly refuse, and those whose answer is not certain."""
    no: list[Request] = []
    unclear: list[Request] = []
    for request in requests:
        match documents.answer(of, request, attached=attached):
            case "silent" | "deny":
                no.append(request)
            case "unknown":
                unclear.append(request)
    return no, unclear
