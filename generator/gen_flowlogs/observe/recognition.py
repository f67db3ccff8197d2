"""Recognise a source by its content: a state, what `terraform show -json` prints, an answer of AWS, `.tf` code."""

from __future__ import annotations

import re
from typing import Final, Literal

from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe import aws_json
from gen_flowlogs.observe.errors import SourceError, UnrecognisedError

Form = Literal["state", "shown state", "plan", "aws"]

EXPECTED: Final = (
    "give the JSON of `terraform state pull`, of `terraform show -json` or of the AWS CLI, or a `.tf` file or folder"
)

_CODE: Final = pattern(
    r"^[ \t]*(?:(?:resource|data|module|variable|output|provider|moved|import|removed)[ \t]+\"?[\w-]+"
    r"|(?:locals|terraform|moved|import|removed)[ \t]*\{)",
    re.MULTILINE,
)
_SHOWN_AS_TEXT: Final = pattern(r"\A(?:\x1b\[\w+)*\s*# (?:module\.|data\.)?[\w.\[\]\"-]+:.*$", re.MULTILINE)
_PLANNED_AS_TEXT: Final = pattern(r"Terraform will perform the following actions|OpenTofu will perform the following")
_OTHER: Final = {
    "provider_schemas": "it is what `terraform providers schema` prints",
    "error_count": "it is what `terraform validate -json` prints",
    "AWSTemplateFormatVersion": "it is a CloudFormation template, which Terraform does not manage",
}
_JSON_LOG: Final = "@level"


def is_json(text: str) -> bool:
    """Whether a text means to be JSON, whole or not."""
    return text.lstrip(" \t\r\n")[:1] in {"{", "["}


def form(document: object, file: str) -> Form:
    """The form of a JSON document. Raises SourceError where it is none that can be read."""
    if isinstance(document, dict):
        if "encrypted_data" in document:
            raise SourceError(
                file, "it is encrypted by OpenTofu", "give what `tofu state pull` prints, or `tofu show -json`"
            )
        if "format_version" in document and not _OTHER.keys() & document.keys():
            is_plan = bool({"planned_values", "resource_changes", "configuration", "prior_state"} & document.keys())
            return "plan" if is_plan else "shown state"
        if _is_state(document):
            return "state"
    if aws_json.is_aws(document):
        return "aws"
    raise UnrecognisedError(file, _what_else(document), EXPECTED)


def _is_state(document: dict[str, object]) -> bool:
    """Whether a document is a state of any version; those below 4 have `modules` in the place of `resources`."""
    return "version" in document and bool({"terraform_version", "lineage", "serial", "modules"} & document.keys())


def _what_else(document: object) -> str:
    if not isinstance(document, dict):
        return "its JSON is no state, no plan and no answer of AWS about flow logs"
    if _JSON_LOG in document:
        return "it is the log of `terraform plan -json` or `apply -json`, which has no values"
    if "resource" in document or "module" in document:
        return "it is Terraform in JSON syntax, which is not read"
    other = next((why for key, why in _OTHER.items() if key in document), None)
    return other or "its JSON is no state, no plan and no answer of AWS about flow logs"


def is_code(text: str) -> bool:
    """Whether a text that is no JSON is `.tf` code."""
    return _CODE.search(text) is not None and not _SHOWN_AS_TEXT.match(text) and not _PLANNED_AS_TEXT.search(text)


def why_not(text: str) -> tuple[str, str]:
    """The reason that a text is neither JSON nor code, and what to do."""
    if not text.strip():
        return "it is empty", EXPECTED
    if _PLANNED_AS_TEXT.search(text) or _SHOWN_AS_TEXT.match(text):
        return "it is written for people", "give what `terraform show -json` prints"
    return "it is neither JSON nor Terraform code", EXPECTED
