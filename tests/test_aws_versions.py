"""Version constraints, against a reader that tries every version there is."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import terraform
from gen_flowlogs.aws.versions import BASE, FEATURES, admits_below, highest, number, parse, satisfiable, show

EVERY = sorted(itertools.product(range(6), range(6), range(12)))
OPERATORS = ["", "=", "!=", ">", ">=", "<", "<=", "~>"]

written = st.lists(st.integers(0, 3), min_size=1, max_size=3)
terms = st.tuples(st.sampled_from(OPERATORS), st.sampled_from(["", " ", "  "]), written)
constraints = st.lists(terms, min_size=1, max_size=6)


def text(constraint: list[tuple[str, str, list[int]]]) -> str:
    return " , ".join(operator + space + ".".join(map(str, numbers)) for operator, space, numbers in constraint)


def fits(version: tuple[int, ...], operator: str, numbers: list[int]) -> bool:
    """What Terraform's documentation says of one term, in its own words."""
    wanted = (*numbers, 0, 0)[:3]
    kept = max(len(numbers) - 1, 1)
    return {
        "": version == wanted,
        "=": version == wanted,
        "!=": version != wanted,
        ">": version > wanted,
        ">=": version >= wanted,
        "<": version < wanted,
        "<=": version <= wanted,
        "~>": version >= wanted and version[:kept] == wanted[:kept],
    }[operator]


@given(constraints)
def test_admits_what_every_term_admits(constraint):
    admitted = parse(text(constraint))
    for version in EVERY:
        assert admitted.admits(version) is all(fits(version, operator, wanted) for operator, _, wanted in constraint)


@given(constraints, st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)))
def test_lowest_below_a_floor(constraint, floor):
    below = [version for version in EVERY if version < floor and all(fits(version, o, n) for o, _, n in constraint)]
    assert admits_below(text(constraint), show(floor)) == (show(below[0]) if below else None)


@given(constraints)
def test_satisfiable(constraint):
    assert satisfiable(text(constraint)) is any(
        all(fits(version, operator, wanted) for operator, _, wanted in constraint) for version in EVERY
    )


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_words(constraint):
    words = ""
    try:
        parse(constraint)
    except ValueError as error:
        words = str(error)
    assert len(words) < 250
    assert words.isprintable()


@pytest.mark.parametrize(
    ("constraint", "floor", "lowest"),
    [
        (">= 5.0, < 7.0", "6.25.0", "5.0.0"),
        (">= 6.25", "6.25.0", None),
        ("~> 6.25", "6.25.0", None),
        ("~> 6.0", "6.25.0", "6.0.0"),
        ("= 6.25.0", "6.25.0", None),
        ("6.24.1", "6.25.0", "6.24.1"),
        (">= 5.0, != 5.0.0", "5.30.0", "5.0.1"),
        ("> 5", "5.0.0", None),
        ("< 6", "5.0.0", "0.0.0"),
        ("!= 6.0.0", "5.0.0", "0.0.0"),
        (">= 5.0\n, < 6", "5.0.0", None),
        ("> 7, < 6", "9.0.0", None),
    ],
)
def test_admits_below(constraint, floor, lowest):
    assert admits_below(constraint, floor) == lowest


@pytest.mark.parametrize(
    ("constraint", "words"),
    [
        ("", "'' has an empty part: write a constraint such as '>= 5.0, < 7.0'"),
        (">= 5.0,", "'>= 5.0,' has an empty part: write a constraint such as '>= 5.0, < 7.0'"),
        (">=", "'>=' is no constraint: write =, !=, >, >=, <, <= or ~> and a version"),
        ("=> 5.0", "'=> 5.0' is no constraint: write =, !=, >, >=, <, <= or ~> and a version"),
        ("== 5.0", "'== 5.0' is no constraint: write =, !=, >, >=, <, <= or ~> and a version"),
        ("> = 5.0", "'> = 5.0' is no constraint: write =, !=, >, >=, <, <= or ~> and a version"),
        ("v5.0", "'v5.0' starts with a letter: write the version without it"),
        (">= 5.0 < 7.0", "'5.0 < 7.0' is more than one version: put a comma between two constraints"),
        ("^5.0", "'^5.0' is not a version: write one to three numbers, such as '6', '6.25' or '6.25.0'"),
        ("5.x", "'5.x' is not a version: write one to three numbers, such as '6', '6.25' or '6.25.0'"),
        ("5.0.0.0", "'5.0.0.0' is not a version: write one to three numbers, such as '6', '6.25' or '6.25.0'"),
        ("\u0665.0", "'\u0665.0' is not a version: write one to three numbers, such as '6', '6.25' or '6.25.0'"),
        ("= 6.0.0-beta1", "'6.0.0-beta1' is a pre-release or a build: write a released version, such as '6.25.0'"),
    ],
)
def test_refused(constraint, words):
    with pytest.raises(ValueError, match=re.escape(words) + "$"):
        parse(constraint)


def test_long_texts_are_cut():
    with pytest.raises(ValueError, match="is not a version") as error:
        parse("9" * 100_000)
    assert len(str(error.value)) < 200


def test_base_is_the_lowest_of_each_tool():
    for feature in FEATURES.values():
        assert number(feature.version) >= number(FEATURES[BASE[feature.tool]].version)
        assert feature.source.startswith("https://")
        assert feature.date


def test_highest():
    assert highest([], "terraform").version == "1.5.0"
    assert highest(["tag_fields", "regional_nat_gateway"], "aws_provider").name == "tag_fields"
    assert highest(["tag_fields", "removed", "s3_use_lockfile"], "terraform").version == "1.10.0"
    assert highest(["log_group_class"], "terraform").name == "terraform"


@terraform.needs_terraform
@pytest.mark.parametrize(
    "constraint", ["=> 1.0", "== 1.0", ">= 1.0 < 2.0", ">= 1.0,", "", "1.x", "^1.0", "> = 1.0", ">= 1.0.0-beta1"]
)
def test_terraform_refuses_it_too(constraint, tmp_path):
    (tmp_path / "main.tf").write_text(f'terraform {{\n  required_version = "{constraint}"\n}}\n')
    ran = terraform.run("init", folder=tmp_path)
    assert ran.code == 1
    assert "constraint" in ran.err


@terraform.needs_terraform
@pytest.mark.parametrize("constraint", [">= 1.0, < 99", "~> 1.0", "!=0.1", ">1,<= 99.9.9", "\\t>= 1.0\\n, < 99"])
def test_terraform_takes_it_too(constraint, tmp_path):
    (tmp_path / "main.tf").write_text(f'terraform {{\n  required_version = "{constraint}"\n}}\n')
    assert terraform.run("init", folder=tmp_path).code == 0
    assert satisfiable(constraint.replace("\\t", "\t").replace("\\n", "\n"))
