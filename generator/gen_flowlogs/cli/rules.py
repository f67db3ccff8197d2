"""`rules`: the catalogue of rules, or the page of one."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from gen_flowlogs import DOCS
from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.columns import beside, wrapped
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import nearest
from gen_flowlogs.rules import RULES, Rule
from gen_flowlogs.shipped import shipped, text_of

if TYPE_CHECKING:
    import argparse

_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")


def run(arguments: argparse.Namespace) -> int:
    """List the rules, or show one."""
    if arguments.slug is None:
        as_json = arguments.format == "json"
        terminal.say(_json([_data(rule) for rule in RULES.values()]) if as_json else _table(), arguments.format)
        return exits.CLEAN
    rule = RULES.get(arguments.slug)
    if rule is None:
        near = nearest(arguments.slug.lower().replace("_", "-"), RULES)
        meant = f"did you mean `{near}`?" if near else "`gen-flowlogs rules` lists them"
        raise exits.UsageError(f'there is no rule "{shown(arguments.slug, 80)}"; {meant}')
    page = _page(rule.slug)
    if arguments.format == "json":
        terminal.say(_json({**_data(rule), "page": page}), "json")
    else:
        ignored = f'\n\nTo ignore it, in the spec or in a definition: `lint: {{ignore: {{{rule.slug}: "why"}}}}`'
        text = f"{page}{ignored if rule.severity == 'warning' else ''}" if page else ""
        head = wrapped(f"{rule.slug} ({rule.severity}): {rule.title}", terminal.width(sys.stdout))
        said = f"{head}\n\n{_fitted(text)}".rstrip()
        terminal.say(f"{said}\n\n{DOCS}/rules.md#{rule.slug}")
    return exits.CLEAN


def _data(rule: Rule) -> dict[str, str]:
    return {"slug": rule.slug, "severity": rule.severity, "title": rule.title}


def _json(data: object) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False)


def _table() -> str:
    width, columns = max(map(len, RULES)), terminal.width(sys.stdout)
    heads = ((f"{rule.slug:<{width}}  {rule.severity:<7}  ", rule.title) for rule in RULES.values())
    return "\n".join(beside(head, title, columns) for head, title in heads)


def _fitted(page: str) -> str:
    """A page of Markdown whose paragraphs are as wide as the terminal; examples stay as they are."""
    columns = terminal.width(sys.stdout)
    parts = re.split(r"(^```.*?^```$)", page, flags=re.MULTILINE | re.DOTALL)
    return (
        page
        if columns is None
        else "".join(each if each.startswith("```") else _prose(each, columns) for each in parts)
    )


def _prose(text: str, columns: int) -> str:
    joined = re.sub(r"(?<=[^\n])\n(?=[^\s|*-])", " ", text)
    return "\n".join(wrapped(line, columns, len(line) - len(line.lstrip())) for line in joined.split("\n"))


def _page(slug: str) -> str:
    """The section of `docs/rules.md`, with addresses for its links; empty where the page was not shipped."""
    try:
        page = text_of(shipped("docs/rules.md", "cli/rules.md"))
    except OSError:
        return ""
    for section in page.split("\n## ")[1:]:
        title, _, text = section.partition("\n")
        if title.strip(" `") == slug:
            return _LINK.sub(lambda link: f"]({urljoin(f'{DOCS}/rules.md', link[1])})", text.strip())
    return ""
