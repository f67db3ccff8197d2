"""Names, paths and ARNs of IAM that belong to AWS itself.

Each function takes a text and gives the words of what is wrong with it, or None. Source, read 2026-11:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-roles.html ("service-linked role": its name begins with
`AWSServiceRoleFor`, its path with `/aws-service-role/`, and its trust policy names one service and cannot be changed),
https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html (`/aws-reserved/`, the roles
of IAM Identity Center, which only its own sign-in may assume), and the error PolicyNotAttachable of
https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html.
"""

from __future__ import annotations

NO_ACCOUNT = "000000000000"
"""Twelve digits that are no account: AWS's own documents and emulators write it where there is none."""

_LINKED_NAME = "AWSServiceRoleFor"
_LINKED_PATH = "aws-service-role/"
_RESERVED = {_LINKED_PATH: "roles that are linked to a service", "aws-reserved/": "roles of IAM Identity Center"}


def role_name_problem(name: str) -> str | None:
    """Name the rule that the name of a new role breaks."""
    if name.startswith(_LINKED_NAME):
        return f"starts with '{_LINKED_NAME}', which IAM keeps for {_RESERVED[_LINKED_PATH]}"
    return None


def role_path_problem(path: str) -> str | None:
    """Name the rule that the path of a new role breaks."""
    for beginning, owners in _RESERVED.items():
        if path.startswith(f"/{beginning}"):
            return f"starts with '/{beginning}', which IAM keeps for {owners}"
    return None


def existing_role_problem(resource: str) -> str | None:
    """Name the reason why a role that exists cannot be handed over; `resource` is the last part of its ARN."""
    path = resource.removeprefix("role/")
    if path.startswith(_LINKED_PATH) or path.rpartition("/")[2].startswith(_LINKED_NAME):
        return "is linked to a service, which alone can assume it"
    if path.startswith("aws-reserved/"):
        return "belongs to IAM Identity Center, and only its own sign-in can assume it"
    return None


def boundary_problem(resource: str) -> str | None:
    """Name the reason why a policy cannot bound a role; `resource` is the last part of its ARN."""
    if resource.startswith(f"policy/{_LINKED_PATH}"):
        return f"is for {_RESERVED[_LINKED_PATH]} alone"
    return None
