"""`python -I -m gen_flowlogs.cli.comment`: the step `comment` of the GitHub action.

Comes in: the file that the steps `diff` and `check` wrote, the event, and a token, by the environment. Goes out: one
comment of the pull request, which is created once and kept up to date. Nothing that goes wrong here fails the job: the
gate is `check`, and the summary of the job has the same text.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.cli.action import CLEAN_VERDICT, summary_file
from gen_flowlogs.cli.github_api import Api, ApiError
from gen_flowlogs.cli.run import guarded
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.show import workflow_command
from gen_flowlogs.show.changes import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST: Final = 65_536
"""Characters that GitHub takes in a comment, here counted as UTF-16 units: it does not say which it counts."""

AUTHOR: Final = "github-actions[bot]"
"""The author of all that is written with the token of a job. The marker in a comment of another author is a quote."""

_MOST_PAGES: Final = 50
_PAGE: Final = 100  # comments
_CUT: Final = "\n… cut here; the summary of the job has the rest.\n"
_REPOSITORY: Final = pattern(r"[\w.-]+/[\w.-]+", re.ASCII)


def main() -> int:
    """Write the comment; return the exit code."""
    code = guarded(_step)
    if code != exits.FAILED:
        return code
    terminal.say(
        workflow_command("warning", {"title": "gen-flowlogs"}, "no comment: see the log of its step"), "github"
    )
    return exits.CLEAN


def _step() -> int:
    wanted = os.environ.get("COMMENT", "")
    if wanted not in ("true", "false"):
        terminal.say(workflow_command("error", {}, "gen-flowlogs: comment is true or false"), "github")
        return exits.USAGE
    if wanted == "false":
        return exits.CLEAN
    number = _pull_request()
    if number is None:
        terminal.note("gen-flowlogs: this run belongs to no pull request, so no comment is written")
        return exits.CLEAN
    api = Api(address=os.environ.get("GITHUB_API_URL", ""), token=os.environ.get("GITHUB_TOKEN", ""))
    try:
        done = _put(api, number, summary_file().read_text(encoding="utf-8"))
    except ApiError as error:
        terminal.say(workflow_command("warning", {"title": "gen-flowlogs"}, f"no comment: {_advice(error)}"), "github")
        return exits.CLEAN
    terminal.note(f"gen-flowlogs: the comment of the pull request is {done}")
    return exits.CLEAN


def _put(api: Api, number: int, text: str) -> str:
    """Create or update the comment, or leave it. Return the word for that. Raises ApiError."""
    repository = os.environ.get("GITHUB_REPOSITORY", "")
    if not _REPOSITORY.fullmatch(repository):
        raise ApiError("GITHUB_REPOSITORY names no repository")
    issues = f"repos/{repository}/issues"
    marker = _marker()
    ours = [each for each in _comments(api, f"{issues}/{number}/comments") if _is_ours(each, marker)]
    if not ours and says_nothing(text):
        return "not needed"
    body = bounded(f"{marker}\n{text}")
    if not ours:
        api.send("POST", f"{issues}/{number}/comments", {"body": body})
        return "created"
    stale = [each for each in ours if each["body"].replace("\r\n", "\n").strip() != body.strip()]
    for each in stale:  # two runs at once may have created one each
        api.send("PATCH", f"{issues}/comments/{each['id']}", {"body": body})
    return "updated" if stale else "up to date"


def _comments(api: Api, path: str) -> Iterator[dict[str, Any]]:
    """The comments of a pull request, oldest first, which are well formed."""
    for page in range(1, _MOST_PAGES + 1):
        comments = api.send("GET", f"{path}?per_page={_PAGE}&page={page}")
        if not isinstance(comments, list):
            raise ApiError("the answer of GitHub is no list of comments")
        yield from (each for each in comments if isinstance(each, dict))
        if len(comments) < _PAGE:
            return
    raise ApiError(f"the pull request has more than {_MOST_PAGES * _PAGE} comments")


def _is_ours(comment: dict[str, Any], marker: str) -> bool:
    """Whether a comment begins with the marker, and was written with the token of a job."""
    match comment:
        case {"id": int(), "body": str(body), "user": {"login": str(login), "type": "Bot"}}:
            return login == AUTHOR and body.startswith(marker)
    return False


def _marker() -> str:
    """The first line of the comment, which GitHub does not show: one for each job of a workflow."""
    job = json.dumps([os.environ.get(name, "") for name in ("GITHUB_WORKFLOW", "GITHUB_JOB")])
    return f"<!-- gen-flowlogs {hashlib.sha256(job.encode()).hexdigest()[:16]} -->"


def says_nothing(text: str) -> bool:
    """Whether the summary has no change and a clean verdict: nothing that makes a comment worth its place."""
    return all(
        line in ("", f"**{NOTHING}**", CLEAN_VERDICT) or line.startswith(("### Flow logs: ", "Compared with "))
        for line in text.split("\n")
    )


def bounded(text: str) -> str:
    """A text that GitHub takes: cut at the end of a line, with what is open there closed."""
    if _units(text) <= LONGEST:
        return text
    kept, room = [], LONGEST - _units(_CUT) - 200
    for line in text.splitlines(keepends=True):
        room -= _units(line)
        if room < 0:
            break
        kept.append(line)
    fences = sum(line.startswith("```") for line in kept)
    open_details = sum(line.count("<details>") - line.count("</details>") for line in kept)
    return "".join(kept) + "```\n" * (fences % 2) + "\n</details>\n" * min(open_details, 10) + _CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _pull_request() -> int | None:
    """The number of the pull request that the event is about."""
    try:
        event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    except (KeyError, OSError, ValueError, RecursionError) as error:
        raise exits.FileError("GITHUB_EVENT_PATH names no event that can be read") from error
    match event:
        case {"pull_request": {"number": int(number)}} if number > 0 and number is not True:
            return number
    return None


def _advice(error: ApiError) -> str:
    if error.status in (401, 403, 404):
        return (
            f"{error}: the job needs the permission `pull-requests: write`, which a pull request of a fork cannot "
            "have; the summary of the job has the same text"
        )
    return f"{error}; the summary of the job has the same text"


if __name__ == "__main__":
    sys.exit(main())
