"""The `folder` of specs on disk: whether it exists, and the provider that the author's files there must ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import source
from gen_flowlogs.cli import inputs
from gen_flowlogs.diagnostics import Finding, shown, stamp
from gen_flowlogs.minimum_versions import minimum_versions
from gen_flowlogs.output import output
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.view.terraform import aws_provider

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.diagnostics import Diagnostic
    from gen_flowlogs.pipeline import Compiled


def missing_folders(results: Iterable[Compiled]) -> tuple[Diagnostic, ...]:
    """An error for each `folder` that does not exist: it is misspelt, since the author's files are there."""
    findings = [
        Finding(
            "output-folder",
            f"{quoted(folder.as_posix())} {'is no folder' if folder.exists() else 'does not exist'}; name the folder "
            "of your `.tf` files, or make it first",
            result.spec.origin.at("terraform", "folder"),
        )
        for result in results
        if result.files is not None
        and result.spec.terraform.folder is not None
        and not (folder := output(result.spec, "").folder).is_dir()
    ]
    files = dict.fromkeys(each.at.file for each in findings)
    return stamp(findings, {file: source.load(inputs.content(file), file) for file in files})


def providers(results: Iterable[Compiled]) -> Iterator[str]:
    """A line for each output in a folder of the author's, which cannot set the provider itself."""
    for result in results:
        if result.spec.terraform.folder is not None:
            place = shown(output(result.spec, "").path.as_posix(), 500)
            version = aws_provider(result.spec, minimum_versions(result.spec))
            wanted = f"{place} needs the AWS provider {shown(version, 300)}"
            yield f"{wanted}: set that in the required_providers of its module"
