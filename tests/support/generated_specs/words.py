"""Names, tags and texts to put into a spec, and the small choices that all of them need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

    from generated_specs.plan import Plan

_NAMES = ("core", "edge", "dmz", "inner", "payments", "network", "a", "x9", "every-vpc", "partner-link", "on", "null")
_SLUGS = (
    "look-alike", "terraform-in-text", "covered-capture", "recorded-twice", "mixed-formats", "unused-definition",
    "retention", "partial-capture", "expires", "documented-permissions", "cross-region", "small-files",
    "archived-records", "unknown-region", "unused-ignore",
)  # fmt: skip
_LATER = {
    "small-files": "protected-log-group",
    "partial-capture": "within-wrong",
    "terraform-in-text": "literal-wildcard",
    "unknown-region": "placeholder",
}
"""A rule that the generator has, and a later one that takes its place now and then."""

_PLAIN = {
    "Owner": ("network-security", "team 7", "équipe réseau"),
    "CostCenter": ("4711", "0815", ""),
    "Environment": ("prod", "a:b/c=d+e@f", "true"),
    "Data Class": ("internal", "1.10"),
}
"""Tags that every service takes; the keys differ by more than case, as IAM wants."""

_ANYTHING = {
    "Team": ("net", "${var.team}", "%{ if true }", 'a "quoted" one', "back\\slash", "ünïcödé ☃"),
    "Note*": ("two\nlines", "# no comment", "- no list", "yes", "1e3", "~"),
    "${key}": ("", "x" * 256),
}
"""Tags that EC2 takes."""

_TEXTS = (
    "production network, all traffic",
    "two lines\nof text",
    "the end of a comment: */ and a template ${x} %{y}",
    "# a comment in a comment",
    "quoted 'twice' and \"again\"",
    "ünïcödé ☃ 𝄞",
    "x" * 300,
)


def chance(random: Random, of: float) -> bool:
    """Whether an event of this probability happens."""
    return random.random() < of


def some(random: Random, items: Any, most: int, least: int = 0) -> list[Any]:
    """Some of the items, in any order."""
    items = list(items)
    return random.sample(items, min(len(items), random.randint(least, most)))


def name(plan: Plan, random: Random) -> str:
    """A name that no other thing of the plan has."""
    word, number = random.choice(_NAMES), plan.number()
    return f"{word}-{number:0{64 - len(word) - 1}}" if chance(random, 0.02) else f"{word}-{number}"


def tags(random: Random, *, of_ec2: bool = False) -> dict[str, str]:
    """Tags that IAM and the other services take, with `of_ec2` those that only EC2 takes too."""
    pool = {**_PLAIN, **_ANYTHING} if of_ec2 else _PLAIN
    return {key: random.choice(pool[key]) for key in some(random, pool, 3, 1)}


def text(random: Random) -> str:
    """A description or a reason."""
    return random.choice(_TEXTS)


def exempt(random: Random) -> dict[str, Any]:
    """An `audit` mapping, most often none."""
    if not chance(random, 0.2):
        return {}
    id_ = f"{random.choice(('vpc', 'fl'))}-{random.randrange(16**8):08x}"
    return {"exempt": {id_: {"reason": text(random), **({"expires": "2027-06-30"} if chance(random, 0.5) else {})}}}


def ignored(random: Random) -> dict[str, Any]:
    """A `lint` mapping."""
    reasons = {slug: text(random) for slug in some(random, _SLUGS, 2, 1)}
    for slug, later in _LATER.items():
        if reasons.get(slug) in _TEXTS[:2]:  # no draw of its own, so that all else stays as it was for a seed
            reasons[later] = reasons.pop(slug)
    return {"ignore": reasons}
