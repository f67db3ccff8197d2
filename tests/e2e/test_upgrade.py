"""The proof of docs/upgrading.md: its commands on what is applied, and on output of a newer version, played here."""

from __future__ import annotations

import re
import shlex
import textwrap
from typing import TYPE_CHECKING

from adoption import Site
from language import VPC
from world import World

import terraform
from catalogue import ROOT, Said, folder_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rig import Rig, Root

pytestmark = terraform.needs_provider

PAGE = (ROOT / "docs/upgrading.md").read_text(encoding="utf-8")
PROOF = re.findall(r"^ +\$ (terraform .*|gen-flowlogs adopt .*)$", PAGE, re.MULTILINE)
PROVEN, REFUSED = (
    textwrap.dedent(each)
    for each in re.findall(r"^ +```text\n((?: +(?:not )?proven: .*\n)(?: +.*\n)+?) +```$", PAGE, re.MULTILINE)
)
SPEC = f"""version: 1
name: web
filters:
  narrow: {{fields: [version, srcaddr, dstaddr, action]}}
destinations:
  central: {{cloudwatch_logs: {{log_group: /upgrade/web, retention_days: 30, on_destroy: delete}}}}
capture_points:
  core:
    vpc: {VPC.id(1)}
    filter: narrow
    destinations: central
"""


def follow(site: Site, root: Root) -> Said:
    """Type the commands of the page; the answer of the last one."""
    *of_terraform, judge = PROOF
    for line in of_terraform:
        command, _, file = line.partition(" > ")
        printed = root.run(*shlex.split(command.removeprefix("terraform -chdir=out/web ")))
        if file:
            site.write(file, printed)
    return site.command(*shlex.split(judge)[1:])


def build(site: Site, spec: str) -> Mapping[str, str]:
    site.write("specs/web.yaml", spec)
    assert site.command("build", "specs/web.yaml").code == 0
    return {path: text for path, text in folder_files(site.folder / "out/web").items() if path.count(".tf") == 1}


def by_newer_version(files: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    changed = {path: text.replace(old, new) for path, text in files.items()}
    assert changed != files
    return changed


def test_an_upgrade_is_proven_or_refused_with_the_way_out(rig: Rig):
    World(rig.aws).has(VPC.id(1))
    site = Site(rig, "upgrade")
    files = build(site, SPEC)
    root = site.root("out/web", files)
    root.apply()
    same = follow(site, root)
    assert (same.code, same.out.splitlines()) == (0, PROVEN.splitlines()[:1])

    root.put(by_newer_version(files, "= 30", "= 60"))
    in_place = follow(site, root)
    assert (in_place.code, in_place.out) == (0, PROVEN)

    root.put(by_newer_version(files, '"ALL"', '"REJECT"'))
    other_traffic = follow(site, root)
    assert other_traffic.code == 1
    advice = "is replaced since traffic_type differs\n      set it in the spec to the value that AWS has\n"
    assert advice in other_traffic.out

    wider = ("$${action}", "$${action} $${bytes}")
    root.put(by_newer_version(files, *wider))
    replaced = follow(site, root)
    assert (replaced.code, replaced.out) == (1, REFUSED)

    kept = build(site, SPEC + "    adopted: [format]\n")  # as the refusal advises
    root.put(by_newer_version(kept, *wider))
    assert follow(site, root).code == 0
