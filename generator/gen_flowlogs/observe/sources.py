"""Read all sources of a command line: each is recognised by its content, read by its reader, and all are merged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import replace
from gen_flowlogs.observe import aws_json, json_text, reading, recognition, resources, shown, state
from gen_flowlogs.observe.attributes import mapping
from gen_flowlogs.observe.errors import SourceError, UnrecognisedError
from gen_flowlogs.observe.existing import Existing, Note, Source
from gen_flowlogs.observe.merging import merged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import BinaryIO

    from gen_flowlogs.observe.reading import Text

_CODE: Final = (".tf", ".tofu")
_HINTS: Final = ("aws_flow_log", "FlowLog", "terraform_version")
"""Texts in one of which a damaged JSON file is worth a note; any other in a folder is passed by."""


def read(
    sources: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    variables: Mapping[str, str] | None = None,
    var_files: Sequence[str] = (),
) -> Existing:
    """All that some sources tell.

    Args:
        sources: paths of files and folders; `-` is standard input.
        stdin: the stream that `-` reads; None where it is closed.
        variables: `--var` of `.tf` sources, as text.
        var_files: paths of `--var-file` of `.tf` sources.

    Raises SourceError for the first source that cannot be used: unreadable, cut off, encrypted, not recognised.
    """
    parts: list[Existing] = []
    code: dict[Path, None] = {}
    for source in dict.fromkeys(sources):
        if reading.is_folder(source):
            found = list(_in_folder(source))
            has_code = reading.has_code(source)
            if has_code:
                code[Path(source)] = None
            elif not found:
                raise SourceError(source, "the folder has no `.tf` file and no JSON to read", recognition.EXPECTED)
            parts += found
        elif source.endswith(_CODE):
            reading.check(source)
            code[Path(source)] = None
        else:
            text = reading.of_stdin(stdin) if source == "-" else reading.of_file(source)
            if recognition.is_json(text.text):
                parts += _documents(text)
            elif recognition.is_code(text.text) and source != "-":
                code[Path(source)] = None
            elif recognition.is_code(text.text):
                raise SourceError(text.file, "it is Terraform code", "give the `.tf` file or its folder by its path")
            else:
                raise SourceError(text.file, *recognition.why_not(text.text))
    if code:
        # Slow to import, and an extra.
        from gen_flowlogs.observe import hcl  # noqa: PLC0415

        parts.append(hcl.read(tuple(code), variables=variables or {}, var_files=tuple(map(Path, var_files))))
    return merged(parts)


def _documents(text: Text) -> list[Existing]:
    """Read the JSON documents of a text, answers of AWS all together. Raises SourceError."""
    try:
        return _read(json_text.documents(text.text, text.file), text.file)
    except RecursionError as error:
        raise SourceError(text.file, "its JSON is nested too deeply") from error


def _read(documents: Sequence[object], name: str) -> list[Existing]:
    parts: list[Existing] = []
    answers: list[object] = []
    for number, document in enumerate(documents, 1):
        file = name if len(documents) == 1 else f"{name} (document {number})"
        match recognition.form(document, file):
            case "state":
                parts.append(resources.existing(state.read(mapping(document), file)))
            case "shown state":
                parts.append(resources.existing(shown.read_state(mapping(document), file)))
            case "plan":
                parts.append(resources.existing(shown.read_plan(mapping(document), file)))
            case "aws":
                answers.append(document)
    if answers:
        parts.append(aws_json.read(answers, name))
    return [replace(part, files=int(number == 0)) for number, part in enumerate(parts)]


def _in_folder(folder: str) -> Iterator[Existing]:
    """Read the JSON files of a folder. A file there may be anything: one that is not recognised is passed by."""
    for file in reading.json_files(folder):
        text: Text | None = None
        try:
            text = reading.of_file(file)
            if recognition.is_json(text.text):
                yield from _documents(text)
        except UnrecognisedError:
            yield Existing(files=1)
        except SourceError as error:
            if text is None or any(hint in text.text for hint in _HINTS):
                yield Existing(notes=(Note(Source(file), error.why, error.remedy),), files=1, complete=False)
