"""Each way in which git can be made to run a program or reach a network, and how it is closed; with the reason."""

from __future__ import annotations

import os
from typing import Final

from gen_flowlogs.dataclass import dataclass

_MANUAL = "https://git-scm.com/docs"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of git or a variable of its environment, the value that it is given, and the reason with its source."""

    name: str
    value: str
    why: str
    source: str


SWITCHED_OFF: Final = (
    Setting(
        "safe.bareRepository",
        "explicit",
        "a folder of the checkout that looks like a bare repository has a configuration that the checkout wrote",
        f"{_MANUAL}/git-config#Documentation/git-config.txt-safebareRepository",
    ),
    Setting(
        "core.fsmonitor",
        "false",
        "names a program that git asks which files of the working tree have changed",
        f"{_MANUAL}/git-config#Documentation/git-config.txt-corefsmonitor",
    ),
    Setting(
        "core.hooksPath",
        os.devnull,
        "names a folder of programs, often one of the checkout; a fetch runs `reference-transaction`",
        f"{_MANUAL}/githooks",
    ),
    Setting(
        "core.alternateRefsCommand",
        "true",
        "names a program that lists the references of an alternate object store",
        f"{_MANUAL}/git-config#Documentation/git-config.txt-corealternateRefsCommand",
    ),
    Setting(
        "core.attributesFile",
        os.devnull,
        "attributes choose drivers (filter, diff, merge), which are programs that a configuration names",
        f"{_MANUAL}/gitattributes",
    ),
    Setting(
        "protocol.allow",
        "never",
        "a missing object of a partial clone is fetched from its remote, and `ext::COMMAND` is a remote",
        f"{_MANUAL}/git-config#Documentation/git-config.txt-protocolallow",
    ),
    Setting(
        "submodule.recurse",
        "false",
        "`.gitmodules` is a file of the checkout, and a submodule has a configuration of its own",
        f"{_MANUAL}/git-config#Documentation/git-config.txt-submodulerecurse",
    ),
    Setting(
        "fetch.recurseSubmodules",
        "false",
        "as above, for the fetch of a base",
        f"{_MANUAL}/git-config#Documentation/git-config.txt-fetchrecurseSubmodules",
    ),
    Setting(
        "fetch.bundleURI",
        "",
        "names a place from which a fetch first downloads a bundle (git 2.40 and newer)",
        f"{_MANUAL}/git-config#Documentation/git-config.txt-fetchbundleURI",
    ),
    Setting(
        "transfer.bundleURI",
        "false",
        "lets the remote name such a place",
        f"{_MANUAL}/git-config#Documentation/git-config.txt-transferbundleURI",
    ),
    Setting(
        "maintenance.auto",
        "false",
        "a fetch starts `git maintenance` behind itself, which runs the hook `pre-auto-gc`",
        f"{_MANUAL}/git-config#Documentation/git-config.txt-maintenanceauto",
    ),
    Setting(
        "gc.auto",
        "0",
        "the same, of older versions of git",
        f"{_MANUAL}/git-config#Documentation/git-config.txt-gcauto",
    ),
    Setting(
        "log.showSignature",
        "false",
        "shows a commit's signature with `gpg.program`, a program that a configuration names",
        f"{_MANUAL}/git-config#Documentation/git-config.txt-gpgprogram",
    ),
)
"""Given to each call with `-c`, which goes before every file of configuration."""

ENVIRONMENT: Final = (
    Setting(
        "GIT_ALLOW_PROTOCOL",
        "none",
        "refuses every transport, whatever `protocol.NAME.allow` of a configuration permits",
        f"{_MANUAL}/git#Documentation/git.txt-codeGITALLOWPROTOCOLcode",
    ),
    Setting(
        "GIT_NO_LAZY_FETCH",
        "1",
        "a missing object of a partial clone is an error, and is not fetched (git 2.44 and newer)",
        f"{_MANUAL}/git#Documentation/git.txt-codeGITNOLAZYFETCHcode",
    ),
    Setting(
        "GIT_OPTIONAL_LOCKS",
        "0",
        "reading does not write the index",
        f"{_MANUAL}/git#Documentation/git.txt-codeGITOPTIONALLOCKScode",
    ),
    Setting(
        "GIT_NO_REPLACE_OBJECTS",
        "1",
        "an object is what its hash says",
        f"{_MANUAL}/git#Documentation/git.txt-codeGITNOREPLACEOBJECTScode",
    ),
    Setting(
        "GIT_LITERAL_PATHSPECS",
        "1",
        "a name such as `:(glob)x.yaml` is a name",
        f"{_MANUAL}/git#Documentation/git.txt-codeGITLITERALPATHSPECScode",
    ),
    Setting(
        "GIT_TERMINAL_PROMPT",
        "0",
        "nobody is there to be asked",
        f"{_MANUAL}/git#Documentation/git.txt-codeGITTERMINALPROMPTcode",
    ),
    Setting(
        "GIT_ASKPASS",
        "",
        "goes before `core.askPass`, which names a program",
        f"{_MANUAL}/gitcredentials#_requesting_credentials",
    ),
    Setting(
        "GIT_PAGER",
        "cat",
        "goes before `core.pager` and `pager.COMMAND`, which name programs",
        f"{_MANUAL}/git-var#Documentation/git-var.txt-GITPAGER",
    ),
    Setting(
        "GIT_EDITOR",
        "true",
        "goes before `core.editor`, which names a program",
        f"{_MANUAL}/git-var#Documentation/git-var.txt-GITEDITOR",
    ),
    *(
        Setting(
            name,
            "0",
            "goes before `trace2.*`, which the user's configuration may take from a file of the checkout: it writes "
            "settings into any file",
            f"{_MANUAL}/api-trace2",
        )
        for name in ("GIT_TRACE2", "GIT_TRACE2_EVENT", "GIT_TRACE2_PERF")
    ),
    Setting("LC_ALL", "C", "messages are compared and quoted", f"{_MANUAL}/git-config"),
)
"""Laid over the environment that git inherits."""

DROPPED: Final = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_INDEX_FILE", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE",
    "GIT_REPLACE_REF_BASE", "GIT_ATTR_SOURCE", "GIT_EXTERNAL_DIFF", "GIT_LITERAL_PATHSPECS", "GIT_CONFIG",
    "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_PROXY_COMMAND",
)  # fmt: skip
"""Taken out of the environment that git inherits. A surrounding hook of git sets the first of them for the repository
that it runs in, which need not be the one that is read. Source: https://git-scm.com/docs/githooks, and
`git rev-parse --local-env-vars`, without the settings of `git -c`, which are the user's."""


def environment(path: str) -> dict[str, str]:
    """The environment of each call of git: the inherited one, without DROPPED and with ENVIRONMENT; `path` as PATH."""
    inherited = {name: value for name, value in os.environ.items() if name not in DROPPED}
    return {**inherited, "PATH": path, **{each.name: each.value for each in ENVIRONMENT}}
