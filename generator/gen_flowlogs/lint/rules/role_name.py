"""Names and paths of roles that IAM refuses; `aws.roles` knows which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.roles import role_name_problem, role_path_problem
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.origins import settings
from gen_flowlogs.model import S3, OwnRole
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index


def check(index: Index) -> Iterator[Finding]:
    """Find the names and paths that are refused. A name that is derived is never one of them."""
    for destination in index.spec.destinations:
        if isinstance(destination, S3) or not isinstance(destination.role, OwnRole):
            continue
        at = settings(destination).at("role")
        name, path = destination.role.name, destination.role.path
        problem = None if name is None else role_name_problem(name)
        if problem is not None:
            yield Finding("role-name", f"the role's name {quoted(name)} {problem}; use another one", at.at("name"))
        problem = None if path is None else role_path_problem(path)
        if problem is not None:
            yield Finding("role-name", f"the role's path {quoted(path)} {problem}; use another one", at.at("path"))
