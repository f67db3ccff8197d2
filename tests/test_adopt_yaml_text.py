"""The text of a proposed spec: no text that exists can become anything else in YAML."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gen_flowlogs import source
from gen_flowlogs.adopt.spec import fields, names
from gen_flowlogs.adopt.spec.yaml_text import Entry, Flow, Item, comment, lines, literal, scalar
from gen_flowlogs.aws.fields import DEFAULT, PRESETS, log_format
from gen_flowlogs.source.normal_form import normal
from gen_flowlogs.values.templates import template

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
HOSTILE = [
    "",
    "<<",
    "on",
    "012",
    "1:30",
    "2024-01-02",
    "~",
    "- x",
    "? x",
    "a: b",
    "a #b",
    "&a",
    "*a",
    "!!str",
    "{a}",
    ".5",
]


def _loaded(*entries: Entry) -> object:
    text = "".join(f"{line.text}\n" for line in lines(entries))
    document = source.load(text.encode(), "x.yaml")
    assert (document.findings, document.lookalikes) == ((), {})
    return document.data


@settings(max_examples=200)
@given(TEXTS, TEXTS)
@example("${a{b}", "{{}")
@example("\x85\u2028", "\ufeff\x00\x7f")
def test_any_text_means_itself(key, value):
    flow = Entry(key="flow", value=Flow({"k": value, "list": Flow((value, 1, True))}))
    block = Entry(key="block", value=(Entry(key=key, value=value, above=(value,)),))
    items = Entry(key="items", value=(Item(value, beside=key), Item(Flow({"a": value}))))
    said = normal(value)
    assert _loaded(flow, block, items) == {
        "flow": {"k": said, "list": [said, 1, True]},
        "block": {normal(key): said},
        "items": [said, {"a": said}],
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_other_readers_of_yaml_take_it_for_the_same_text(text):
    assert yaml.safe_load(scalar(text)) == text


@settings(max_examples=300)
@given(st.text("${}%ab", max_size=12))
def test_braces_are_braces_where_values_can_be_read(text):
    parts = template(literal(text))
    assert (parts.mistake, parts.names, parts.filled({})) == ("", (), text)


@given(TEXTS)
def test_a_comment_is_one_line(text):
    assert yaml.safe_load(f"a: 1\n{comment(text)}\nb: 2 {comment(text)}\n") == {"a": 1, "b": 2}


def test_a_long_list_goes_on_in_the_next_lines():
    made = [line.text for line in lines([Entry(key="fields", value=Flow(PRESETS["v11"]["vpc"]))])]
    assert len(made) > 3
    assert max(map(len, made)) <= 100
    assert _loaded(Entry(key="fields", value=Flow(PRESETS["v11"]["vpc"]))) == {"fields": list(PRESETS["v11"]["vpc"])}


@given(st.dictionaries(st.integers(0, 30), st.lists(TEXTS, max_size=4), min_size=1, max_size=8), st.randoms())
def test_names_are_legal_unique_and_the_same_in_any_order(words, chance):
    candidates = {thing: [*map(names.slug, several), f"last-{thing}"] for thing, several in words.items()}
    made = names.chosen(candidates, taken=["a"])
    assert len(set(made.values())) == len(made)
    assert "a" not in made.values()
    order = list(candidates)
    chance.shuffle(order)
    assert names.chosen({thing: candidates[thing] for thing in order}, taken=["a"]) == made


@given(TEXTS, TEXTS)
def test_a_slug_is_a_name(text, other):
    for name in (names.slug(text), names.joined(names.slug(text), names.slug(other))):
        assert not name or (len(name) <= 64 and name[0].isalpha() and name.isascii() and "--" not in name)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (DEFAULT["vpc"], fields.Fields()),
        (PRESETS["security"]["vpc"], fields.Fields("security")),
        ((*DEFAULT["vpc"], "vpc-id"), fields.Fields("default", ("vpc-id",))),
        ((*PRESETS["v5"]["vpc"], "reject-reason"), fields.Fields("v5", ("reject-reason",))),
        (("version", "vpc-id"), fields.Fields(None, ("version", "vpc-id"))),
    ],
)
def test_fields_are_said_by_the_preset_that_they_begin_with(held, said):
    assert fields.read(log_format(held), "vpc") == held
    assert fields.said(held, "vpc") == said
