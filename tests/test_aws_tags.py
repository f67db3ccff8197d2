"""Tags and policies that AWS refuses, with the words for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_flowlogs.aws import tags

ANY = st.text(max_size=600)
SERVICES = tuple(tags.TITLES)


@pytest.mark.parametrize("service", SERVICES)
def test_tags_that_every_service_takes(service):
    assert tags.tag_problem("Cost Center_1.2:3/4=5+6-7@8", "Größe \uff14 漢字 ", service) is None
    assert tags.tag_problem("k" * 128, "v" * 256, service) is None
    assert tags.tag_problem("k", "", service) is None
    assert tags.tag_problem("awsome", "aws:x", service) is None


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("", "v", "has an empty key"),
        ("k" * 129, "v", "has a key of 129 characters: at most 128 are allowed"),
        ("k", "v" * 257, "has a value of 257 characters: at most 256 are allowed"),
        ("aws:x", "v", "starts with 'aws:', which AWS keeps for itself: choose another key"),
        ("AwS:x", "v", "starts with 'aws:', which AWS keeps for itself: choose another key"),
    ],
)
def test_tags_that_no_service_takes(service, key, value, words):
    assert tags.tag_problem(key, value, service) == words


@pytest.mark.parametrize("character", list("!\"#$%&'()*,;<>?[\\]^`{|}~\t\n"))
def test_only_ec2_takes_any_character(character):
    assert tags.tag_problem(f"a{character}", f"b{character}", "ec2") is None
    for service in SERVICES[1:]:
        title = tags.TITLES[service]
        allowed = f"{title} allows only letters, digits, spaces and _ . : / = + - @"
        assert tags.tag_problem(f"a{character}", "", service) == f"has {character!r} in its key: {allowed}"
        assert tags.tag_problem("a", f"b{character}", service) == f"has {character!r} in its value: {allowed}"


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x0b", "\ud800", "\ufffe"])
def test_ec2_takes_what_xml_can_hold(character):
    words = f"has {character!r} in its value: control characters are not allowed"
    assert tags.tag_problem("k", character, "ec2") == words


@pytest.mark.parametrize(("key", "value"), [("%a", "b"), ("a\r", "b"), ("a", "b\r\n")])
def test_tags_that_never_reach_ec2_as_they_are(key, value):
    assert "every plan" in (tags.tag_problem(key, value, "ec2") or "")
    assert tags.tag_problem(key, value, "ec2", looked_for=True) is None


def test_tags_that_may_only_be_looked_for():
    assert tags.tag_problem("aws:x", "v", "ec2", looked_for=True) is None
    assert tags.tag_problem("a%", "%b", "ec2") is None


def test_tag_sets():
    assert tags.tag_set_problem([str(number) for number in range(50)], "ec2") is None
    words = "there are 51 tags: at most 50 are allowed on one resource"
    assert tags.tag_set_problem([str(number) for number in range(51)], "ec2") == words
    assert tags.tag_set_problem(["Owner", "owner"], "ec2") is None
    words = "'Owner' and 'owner' are one key to IAM, whatever their case: take one of them out"
    assert tags.tag_set_problem(["Owner", "owner"], "iam") == words


@pytest.mark.parametrize("kind", tags.POLICY_SIZE)
def test_policy_sizes(kind):
    most = tags.POLICY_SIZE[kind]
    assert tags.policy_problem(kind, "x" * most) is None
    assert tags.policy_problem(kind, "x" * (most + 1)) == f"has {most + 1:,} bytes: at most {most:,} are allowed"


def test_white_space_counts_only_outside_of_iam():
    assert tags.policy_problem("inline", "x " * 10_240) is None
    assert tags.policy_problem("trust", "x\n" * 2_048) is None
    assert tags.policy_problem("bucket", "x " * 20_480) is not None


@given(key=ANY, value=ANY, service=st.sampled_from(SERVICES))
def test_words_of_tags_are_short_and_on_one_line(key, value, service):
    words = tags.tag_problem(key, value, service)
    assert words is None or (len(words) < 160 and words.isprintable())
