"""The loader: what a text is as data, what is wrong with it, and where things stand in it."""

from __future__ import annotations

import json
import re
import sys
import time
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import calls
from gen_flowlogs import source
from gen_flowlogs.diagnostics import MOST_OF_A_KIND, Origin, Position, shown
from gen_flowlogs.source import events
from gen_flowlogs.source.compose import DEEPEST
from gen_flowlogs.source.normal_form import normal, ordered
from gen_flowlogs.source.scalars import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.diagnostics import Path

READERS = {"libyaml": events.read_with_libyaml, "python": events.read_with_python}


@pytest.fixture(params=READERS, autouse=True)
def read(request):
    return READERS[request.param]


@pytest.fixture
def load(read):
    return lambda text, file="s.yaml": source.load(text if isinstance(text, bytes) else text.encode(), file, read=read)


def slugs(document: source.Document) -> list[str]:
    return [finding.slug for finding in document.findings]


def place(document: source.Document, number: int = 0) -> tuple[int, int]:
    at = document.findings[number].at
    assert isinstance(at, Position)
    return at.line, at.column


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    for key, below in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from paths(below, (*path, key))


# scalars


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("nULL", "nULL"),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("tRUE", "tRUE"),
        ("false", False),
        ("0", 0),
        ("-0", 0),
        ("+7", 7),
        ("365", 365),
        ("111122223333", 111122223333),
        ("1e3", 1000.0),
        ("1.5", 1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("-1.5E-2", -0.015),
        ("+.5", 0.5),
        ("-x", "-x"),
        (".", "."),
        ("1.2.3", "1.2.3"),
        ("1e", "1e"),
        ("vpc-0a1b2c3d4e5f67890", "vpc-0a1b2c3d4e5f67890"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("''", ""),
        ('"~"', "~"),
        ("|\n  12\n", "12\n"),
        (">-\n  on\n", "on"),
        ("'<<'", "<<"),
        ("e\u0301", "\u00e9"),
        ('"e\\u0301"', "\u00e9"),
    ],
)
def test_what_a_scalar_is(load, written, value):
    document = load(f"a: {written}\n")
    assert (document.findings, document.lookalikes) == ((), {})
    assert document.data == {"a": value}
    read = type(document.data["a"])
    assert read is type(value) or (isinstance(value, float) and issubclass(read, float))  # it knows how it is written


@pytest.mark.parametrize(
    ("written", "taken_for"),
    [
        *(
            (spelling, "a boolean")
            for word in ("yes", "no", "on", "off", "y", "n")
            for spelling in (word, word.upper(), word.title())
        ),
        ("012", "an octal number"),
        ("0777", "an octal number"),
        ("012345670123", "an octal number"),
        ("012345678901", "a number"),
        ("00", "an octal number"),
        ("0o17", "an octal number"),
        ("0x1F", "a hexadecimal number"),
        ("0b101", "a binary number"),
        ("1_000", "a number"),
        ("1_000.5", "a number"),
        ("01.5", "a number"),
        ("1:30", "a number in base 60"),
        ("190:20:30", "a number in base 60"),
        ("190:20:30.15", "a number in base 60"),
        ("2024-01-02", "a date"),
        ("2024-01-02T03:04:05Z", "a date"),
        ("2024-01-02 03:04:05 +01:00", "a date"),
        (".inf", "infinity"),
        ("-.INF", "infinity"),
        ("1e999", "infinity"),
        (".nan", "no number"),
        ("=", "a default value"),
        ("<<", "a merge key"),
    ],
)
def test_look_alikes_stay_text(load, written, taken_for):
    document = load(f"a:\n- {written}\nb: {written}\nc: '{written}'\n")
    assert document.data == {"a": [written], "b": written, "c": written}
    assert document.lookalikes == {("a", 0): taken_for, ("b",): taken_for}
    assert not document.broken


@given(st.text(st.sampled_from("0123456789+-._:eExobTZ aAfFn~"), max_size=12).map(str.strip))
def test_pyyaml_takes_nothing_else_for_more_than_text(text):
    value, words = resolve(text)
    loader = yaml.SafeLoader("")
    tag = loader.resolve(yaml.ScalarNode, text, (True, False)).rpartition(":")[2]
    if isinstance(value, str) and words is None:
        assert tag == "str"


@pytest.mark.parametrize(
    "digits", ["9" * 5000, "0" * 100_000 + "x", "1" * 1_000_000, "1_" * 500_000 + "x", "1" * 400 + ".5"]
)
def test_a_number_of_any_length_is_no_work(load, digits):
    started = time.process_time()
    assert load(f"a: {digits}\n{digits}: 1\n").data in ({"a": digits, digits: 1}, {})
    assert time.process_time() - started < 2


def test_a_long_number_is_text(load):
    document = load(f"a: {'1' * 301}\n")
    assert document.lookalikes == {("a",): "a number"}


# structure


def test_keys_are_text_as_written(load):
    document = load("1: a\ntrue: b\nnull: c\n~: d\n1.50: e\n012: f\n'': g\n")
    assert list(document.data) == ["1", "true", "null", "~", "1.50", "012", ""]
    assert document.lookalikes == {}


def test_keys_are_no_look_alikes(load):
    document = load("tags: {on: 1, a: off, 'yes': y}\non: {x: 1}\n'no': 1\nb:\n  on: 2\n")
    assert document.lookalikes == {("tags", "a"): "a boolean", ("tags", "yes"): "a boolean"}


def test_a_quoted_key_says_nothing_of_one_without_quotes(load):
    document = load("a: &a {'<<': 1, '': 2}\nb: {<<: *a, ? : 3}\n")
    assert slugs(document) == ["key-type"]
    assert document.data["b"] == {"<<": 1, "": 2}


def test_keys_and_values_are_composed(load):
    document = load("e\u0301: 1\n\u00e9: 2\n")
    assert slugs(document) == ["duplicate-key"]
    assert all(unicodedata.is_normalized("NFC", key) for key in document.data)


MARKS = [chr(code) for code in range(0x11000) if unicodedata.combining(chr(code))]


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.sampled_from([*MARKS, *"ae\xe9\xc5\u1e69\u0344\u0f73\u0f75\u0f81\u1100\u1161\u11a8\uac00\u0958\ufb2c"]))
)
def test_marks_in_order_have_the_same_normal_form(text):
    assert unicodedata.normalize("NFC", ordered(text)) == unicodedata.normalize("NFC", text)


def test_marks_are_put_in_order_in_far_less_than_the_square_of_their_number():
    marks = "\u0301\u0316"
    few, many = (min(cpu(lambda n=n: normal("a" + marks * n)) for _ in range(3)) for n in (20_000, 160_000))
    assert many < 30 * few + 0.1, "eight times as many marks; a square is 64 times"
    assert normal("a" + marks * 60) == unicodedata.normalize("NFC", "a" + marks * 60)


def test_equal_scalars_are_one_object(load):
    document = load("a: {filter: security-team}\nb: {filter: security-team}\n")
    assert document.data["a"]["filter"] is document.data["b"]["filter"]


@pytest.mark.parametrize("second", ["a", "'a'", '"a"', "&x a"])
def test_a_key_twice(load, second):
    document = load(f"b:\n  a: 1\n  {second}: 2\n")
    (finding,) = document.findings
    assert finding.slug == "duplicate-key"
    assert finding.at == Position("s.yaml", 3, 3 if second != "&x a" else 6, len(second.removeprefix("&x ")))
    assert finding.related == (("first written at", Origin("s.yaml", ("b", "a"), "key")),)
    assert document.position(("b", "a"), "key") == Position("s.yaml", 2, 3, 1)
    assert document.data == {"b": {"a": 1}}


def test_a_number_and_its_text_are_one_key(load):
    assert slugs(load('1: a\n"1": b\n')) == ["duplicate-key"]


def test_every_key_that_is_twice_is_reported(load):
    document = load("a: 1\na: {b: 1, b: 2}\nc: 1\nc: 2\na: 3\n")
    assert slugs(document) == ["duplicate-key"] * 4
    assert document.data == {"a": 1, "c": 1}


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        ("duplicate-key", "a: 1\n"),
        ("explicit-tag", "- !x y\n"),
        ("key-type", "? [b]\n: 1\n"),
        ("merge-key", "- {<<: 1}\n"),
    ],
)
def test_a_mistake_of_one_kind_is_listed_two_hundred_times_and_then_counted(load, slug, text):
    before = "" if slug == "key-type" else "a:\n"
    exact, one_more, many = (load(before + text * (MOST_OF_A_KIND + more)) for more in (0, 1, 500))
    assert slugs(exact) == [slug] * MOST_OF_A_KIND
    assert slugs(one_more) == slugs(many) == [slug] * (MOST_OF_A_KIND + 1)
    assert [each.findings[-1].stands_for for each in (exact, one_more, many)] == [1, 1, 500]
    assert many.findings[-1].message.startswith("500 more of this kind from here on")
    last, counting = (place(many, number)[0] for number in (-2, -1))
    assert counting == last + text.count("\n")


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("a: !!str 1\n", 5),
        ("a: !x [1]\n", 2),
        ("a: ! 1\n", 1),
        ("a: &b !x y\n", 2),
        ("!x a: 1\n", 2),
        ("a: [b, !x c, d]\n", 2),
        ("!!map\na: 1\n", 5),
    ],
)
def test_tags_are_refused(load, text, width):
    document = load(text)
    assert slugs(document) == ["explicit-tag"]
    at = document.findings[0].at
    assert isinstance(at, Position)
    assert text.splitlines()[0][at.column - 1 : at.column - 1 + at.width][0] == "!"
    assert at.width == width


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("b: 1\n? [a]\n: 1\n", 3),
        ("b: 1\n? {a: 1}\n: 1\n", 3),
        ("b: 1\n[a]: 1\n", 1),
        ("b: 1\n? - a\n: 1\n", 3),
        ("b: &b [1]\n*b : 1\n", 1),
        ("\n? \n: 1\n", 2),
        ("b: 1\n? \n: 1\n", 2),
    ],
)
def test_keys_that_are_no_text(load, text, column):
    document = load(text)
    assert (slugs(document), place(document)) == (["key-type"], (2, column))
    assert document.data in ({"b": 1}, {"b": [1]}, {})


def test_an_unknown_alias_as_a_key_is_one_mistake(load):
    assert slugs(load("*x : 1\n")) == ["yaml-syntax"]


def test_an_alias_is_what_it_stands_for(load):
    document = load("a: &x {k: [on, 1]}\nb: *x\nc: &y text\n*y : &z 5\nd: *z\n&k e: 1\nf: *k\n")
    assert not document.findings
    value = {"k": ["on", 1]}
    assert document.data == {"a": value, "b": value, "c": "text", "text": 5, "d": 5, "e": 1, "f": "e"}
    assert document.data["a"] is document.data["b"]
    assert document.lookalikes == {("a", "k", 0): "a boolean", ("b", "k", 0): "a boolean"}


def test_the_latest_anchor_of_a_name_counts(load):
    assert load("a: &x 1\nb: *x\nc: &x 2\nd: *x\ne: &x [&x 3, *x]\nf: *x\n").data == {
        "a": 1, "b": 1, "c": 2, "d": 2, "e": [3, 3], "f": 3,
    }  # fmt: skip


def test_merges(load):
    document = load(
        "one: &one {a: 1, b: on}\ntwo: &two {b: 2, c: 2}\n"
        "x: {b: 0, <<: *one}\ny: {<<: [*one, *two], c: 0}\nz: &z {<<: *two}\n"
        "w: {<<: {c: off, <<: *one}, <<2: 1}\nv: {<<: *z}\n"
    )
    assert not document.findings
    assert document.data["x"] == {"a": 1, "b": 0}
    assert document.data["y"] == {"a": 1, "b": "on", "c": 0}
    assert document.data["z"] == document.data["v"] == {"b": 2, "c": 2}
    assert document.data["w"] == {"a": 1, "b": "on", "c": "off", "<<2": 1}
    assert set(document.lookalikes) == {("one", "b"), ("y", "b"), ("w", "c"), ("w", "b")}


@pytest.mark.parametrize("value", ["1", "", "[1]", "[{a: 1}, b]", "[[{a: 1}]]", "&q on"])
def test_merges_of_no_mapping(load, value):
    document = load(f"a: {{b: 1}}\n<<: {value}\n")
    assert slugs(document) == ["merge-key"]
    assert document.data == {"a": {"b": 1}}


def test_a_merge_key_twice(load):
    document = load("a: &a {b: 1}\nb: &b {c: 1}\nc:\n  <<: *a\n  <<: *b\n")
    assert slugs(document) == ["duplicate-key"]
    assert document.data["c"] == {"b": 1, "c": 1}


# what ends a file


def nested(depth: int) -> str:
    return "a: " + "[" * (depth - 1) + "]" * (depth - 1) + "\n"


def test_depth_is_bounded(load):
    assert not load(nested(DEEPEST)).findings
    document = load(nested(DEEPEST + 1))
    assert (slugs(document), place(document)) == (["nesting"], (1, 3 + DEEPEST))
    assert document.data == {}


@pytest.mark.parametrize("text", ["a: " + "[" * 10**5, "a: " + "{a: " * 10**5, "a:\n- " + "- " * 10**5, "? - " * 2000])
def test_a_file_too_deep_for_the_reader_itself_is_nested_too_deep(load, text):
    (finding,) = load(text).findings
    assert (finding.slug, finding.message) == (
        "nesting",
        f"lists and mappings are more than {DEEPEST} deep in each other here; take some levels out",
    )


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="there is no libyaml")
@pytest.mark.parametrize("bracket", "[{")
def test_a_root_too_deep_for_libyaml_is_nested_too_deep(bracket):
    assert slugs(source.load(bracket.encode() * 10**6, "s.yaml")) == ["nesting"]


def test_merged_mappings_are_collections_in_each_other(load):
    def merged(depth: int) -> source.Document:
        return load("a: " + "{<<: " * depth + "{b: 1}" + "}" * depth + "\n")

    assert merged(DEEPEST - 2).data == {"a": {"b": 1}}
    assert slugs(merged(DEEPEST - 1)) == slugs(merged(5000)) == ["nesting"]
    assert slugs(load("a: " + "{<<: [" * 5000)) == ["nesting"]


def test_aliases_do_not_go_deeper(load):
    steps = "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, DEEPEST + 1))
    assert slugs(load(f"a0: &a0 []\n{steps}")) == ["nesting"]
    merged = "".join(f"a{n}: &a{n} {{<<: *a{n - 1}, k{n}: 1}}\n" for n in range(1, 200))
    assert not load(f"a0: &a0 {{}}\n{merged}").findings


@pytest.mark.parametrize("text", ["[" * 200_000, "a: " + "{a: " * 100_000, "a: " + "- " * 50_000, "? " * 50_000])
def test_bottomless_files_are_no_work(load, text):
    started = time.process_time()
    assert load(text).broken
    assert time.process_time() - started < 2


@pytest.mark.parametrize("text", ["a: &x [*x]\n", "a: &x {b: {c: *x}}\n", "&x a: &x {<<: *x}\n", "&r\na: *r\n"])
def test_an_alias_inside_itself(load, text):
    document = load(text)
    assert slugs(document) == ["nesting"]
    document.position(("a", "b"))


def test_expansion_is_bounded(load):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    document = load("\n".join(lines) + "\n")
    assert (slugs(document), document.data) == (["alias-expansion"], {})
    merges = (
        "a: &a {"
        + ", ".join(f"k{n}: 1" for n in range(1000))
        + "}\n"
        + "".join(f"b{n}: {{<<: *a}}\n" for n in range(500))
    )
    assert slugs(load(merges)) == ["alias-expansion"]


def test_what_people_repeat_is_far_from_the_bound():
    points = "".join(f"  point-{n}: {{<<: *base, subnet: subnet-{n:017x}}}\n" for n in range(20_000))
    base = "base: &base {tags: {" + ", ".join(f"t{n}: {n}" for n in range(50)) + "}}\n"
    assert not source.load(f"{base}points:\n{points}".encode(), "s.yaml").findings


@pytest.mark.parametrize(
    ("text", "slug", "at"),
    [
        (b"", "empty-spec", (1, 1)),
        (b"\xef\xbb\xbf", "empty-spec", (1, 1)),
        (b"# nothing\n\n", "empty-spec", (1, 1)),
        (b"---\n...\n", "empty-spec", (1, 1)),
        (b"~\n", "empty-spec", (1, 1)),
        (b"\n- a\n", "wrong-type", (2, 1)),
        (b"[a]\n", "wrong-type", (1, 1)),
        (b"# c\nhello\n", "wrong-type", (2, 1)),
        (b"''\n", "wrong-type", (1, 1)),
        (b"3\n", "wrong-type", (1, 1)),
        (b"a: 1\n---\nb: 2\n", "multiple-documents", (2, 1)),
        (b"---\na: 1\n...\n---\nb: 2\n", "multiple-documents", (4, 1)),
        (b"a: \xff\n", "not-utf8", (1, 4)),
        (b"a: 1\r\n\xc3\xa9\xc3: 1\n", "not-utf8", (2, 2)),
        (b"\xef\xbb\xbfa\xff", "not-utf8", (1, 2)),
        (b"a: \xed\xa0\x80\n", "not-utf8", (1, 4)),
        ("a: 1\n".encode("utf-16"), "not-utf8", (1, 1)),
        ("a: 1\n".encode("utf-16-be"), "not-utf8", (1, 1)),
        ("a: 1\n".encode("utf-16-le"), "not-utf8", (1, 1)),
        (b"a: 1\nb: \x00\n", "yaml-syntax", (2, 4)),
        (b"a: \x07\n", "yaml-syntax", (1, 4)),
        ("a: 1\nb: \x9b\n".encode(), "yaml-syntax", (2, 4)),
        ("a: \ufffe\n".encode(), "yaml-syntax", (1, 4)),
        (b"a: b: c\n", "yaml-syntax", (1, 5)),
        (b"a: [1\n", "yaml-syntax", (1, 4)),
        (b"a: [1,\n", "yaml-syntax", (2, 1)),
        (b"a: {b: 1\nc: [\n", "yaml-syntax", (2, 2)),
        (b"a: 'x\nb: 1\n", "yaml-syntax", (1, 4)),
        (b"a: 'an open quote\n---\nb: 1\n", "yaml-syntax", (1, 4)),
        (b"a:\n\t- x\n", "yaml-syntax", (2, 1)),
        (b"a:\n  b: 1\n c: 2\n", "yaml-syntax", (3, 2)),
        (b"a: *x\n", "yaml-syntax", (1, 4)),
        (b"*x : 1\n", "yaml-syntax", (1, 1)),
        (b"*x\n", "yaml-syntax", (1, 1)),
        (b"a: @x\n", "yaml-syntax", (1, 4)),
        (b"a: 1\nfoo\nb: 2\n", "yaml-syntax", (2, 1)),
        (b"b: 'it's'\n", "yaml-syntax", (1, 8)),
        (b"b: 1\n: 1\n", "yaml-syntax", (2, 1)),
        (b"a: 1\n- b\n", "yaml-syntax", (2, 1)),
        (b"{a: 1} b\n", "yaml-syntax", (1, 8)),
        (b"a: ]\n", "yaml-syntax", (1, 4)),
        (b"a: !e!x 1\n", "explicit-tag", (1, 4)),
    ],
)
def test_files_that_are_no_spec(load, text, slug, at):
    document = load(text)
    assert (slugs(document)[-1], place(document, -1)) == (slug, at)
    assert document.data == {}
    assert document.broken
    assert document.position(("a", "b")).line >= 1
    document.line(at[0])


def test_a_quote_that_a_document_ends_is_told_where_it_opens(load):
    (finding,) = load("a: 1\nb: 'x\n...\n").findings
    assert finding.message == "this quote is not closed before the end of the document"
    assert finding.at == Position("s.yaml", 2, 4, 1)


@pytest.mark.parametrize(
    "text",
    [
        "%FOO\n---\na: 1\n",
        "%YAML 2.0\n---\na: 1\n",
        'a: "\\q"\n',
        'a: "\\ud800"\n',
        'a: "\\U00110000"\n',
        'a: "\\u12"\n',
        "a: |x\n b\n",
    ],
)
def test_both_readers_refuse(load, text):
    assert slugs(load(text)) == ["yaml-syntax"]


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n",
        "\ufeffa: 1\n",
        "---\na: 1\n...\n",
        "%YAML 1.2\n---\na: 1\n",
        "a: 1",
        "a: 1\r\n",
        "a: 1\r",
        "{a: 1}",
        "&r {a: 1}",
    ],
)
def test_one_mapping_in_many_ways(load, text):
    document = load(text)
    assert (document.data, document.findings) == ({"a": 1}, ())


LIBRARY_WORDS = (
    "while parsing",
    "while scanning",
    "did not find",
    "expected <",
    "<unicode string>",
    "token",
    "0x7f",
    "NoneType",
)


@settings(max_examples=400, deadline=None)
@given(st.text(st.sampled_from("ab01:-?,[]{}&*!|>'\"%@`#~<\\/ \t\n\r\u2028\x85é\x00"), max_size=40))
def test_any_text_is_read_or_refused(text):
    """Both readers agree on what is YAML up to a few corners, and neither lets anything out."""
    for read in READERS.values():
        document = source.load(text.encode(), "s.yaml", read=read)
        for finding in document.findings:
            assert isinstance(finding.at, Position)
            assert finding.severity == "error"
            assert len(finding.message) < 250
            assert not any(words in finding.message for words in LIBRARY_WORDS)
        for path in paths(document.data):
            document.position(path)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data):
    document = source.load(data, "s.yaml")
    assert document.broken or document.data is not None


EXPONENT = re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+")  # numbers in YAML 1.2 that PyYAML writes as text
BREAKS = "\x85\u2028\u2029"  # PyYAML writes them as they are and reads them as line ends
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters=BREAKS), max_size=8).filter(
    lambda text: not EXPONENT.fullmatch(text)
)
ANY_TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from(BREAKS + "\U0001f680\ue000\\u"), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS | st.sampled_from(["on", "1_0", "0x1", "1:30"]),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(TEXTS, below, max_size=4),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=5), st.booleans(), st.booleans())
def test_what_pyyaml_writes_is_read_back(data, flow, unicode):
    """Quotes wherever PyYAML's 1.1 rules want them, in block and in flow style, with aliases for what is shared."""
    data = composed({**data, "same": data})
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=unicode)
    for read in READERS.values():
        document = source.load(text.encode(), "s.yaml", read=read)
        assert not document.findings, text
        assert document.data == data
        for path in paths(document.data):
            found = document.position(path, "key")
            if path and isinstance(path[-1], str) and path[-1].isascii() and path[-1].isalnum():
                line = text.split("\n")[found.line - 1]  # as it is: `document.line` hides secrets, such as of a TOKEN
                assert line[found.column - 1 : found.column - 1 + found.width].strip("\"'? ") == path[-1]


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(ANY_TEXTS, st.lists(ANY_TEXTS, max_size=4), min_size=1, max_size=5), st.none() | st.integers(0, 4)
)
def test_json_is_read_back(data, indent):
    """Whatever JSON can write in ASCII, with an escape or a pair of them for everything else."""
    text = json.dumps(data, indent=indent)
    for read in READERS.values():
        document = source.load(text.encode(), "s.yaml", read=read)
        assert not document.findings, text
        assert document.data == composed(data)


@pytest.mark.parametrize("character", BREAKS)
@pytest.mark.parametrize("text", ['"x{}y"', "'x{}y'", "x{}y", "|-\n  x{}y", ">-\n  x{}y", "[x{}y]", "{{k: x{}y}}"])
def test_only_line_feeds_and_carriage_returns_end_lines(load, text, character):
    document = load(f"a: {text.format(character)}\nb: 1\n")
    assert repr(f"x{character}y")[1:-1] in repr(document.data["a"])
    assert document.position(("b",)).line == 2 + text.count("\n")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"\ud83d\ude80"', "\U0001f680"),
        (r'"\uD83D\uDE80\ud83d\ude80"', "\U0001f680\U0001f680"),
        (r'"\\\ud83d\ude80"', "\\\U0001f680"),
        (r'"\\ud83d\\ude80"', r"\ud83d\ude80"),
        (r"'\ud83d\uDE80'", r"\ud83d\uDE80"),
        (r"\ud83d\ude80", r"\ud83d\ude80"),
        (r'"\ue000\ud83d\ude80"', "\ue000\U0001f680"),
        ('"\ue000\ue001\\ud83d\\ude80\x85"', "\ue000\ue001\U0001f680\x85"),
    ],
)
def test_a_surrogate_pair_is_one_character_where_it_is_an_escape(load, text, value):
    document = load(f"a: {text}")
    assert document.data == {"a": value}
    assert document.position(("a",)).width == len(text)


@pytest.mark.parametrize(("text", "written"), [("1.10", "1.10"), ("1e3", "1e3"), ("1.5", None), (".5", ".5")])
def test_a_number_knows_how_it_is_written_where_that_is_not_its_own_form(load, text, written):
    value = load(f"a: {text}").data["a"]
    assert value == float(text)
    assert getattr(value, "text", None) == written


@pytest.mark.parametrize("text", [r"\ud83d", r"\ude80", r"\ude80\ud83d", r"\\ud83d\ude80", r"\ud83d x \ude80"])
def test_half_of_a_surrogate_pair_is_refused(load, text):
    assert load(f'a: "{text}"').findings[0].message.endswith("a surrogate only in a pair")


def composed(value: Any) -> Any:
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case list():
            return [composed(item) for item in value]
        case dict():
            return {composed(key): composed(below) for key, below in value.items()}
        case _:
            return value


def test_the_name_that_an_alias_may_have_meant(load):
    assert 'did you mean "*tags"?' in load("a: &tags {}\nb: *tag\n").findings[0].message


# places

SPEC = """\
# a comment
version: 1
base: &base
  tags: {Owner: net, "Cost Center": 'cc 1'}
  list:
  - one
  - {k: v}
  - k: v
    l: >-
      folded
      text
points:
  core:
    <<: *base
    vpc: &id vpc-1
  edge:
    same: *id
    whole: *base
    null:
    empty:
"""


@pytest.mark.parametrize(
    ("path", "part", "expected"),
    [
        ((), "value", (1, 1, 1)),
        (("version",), "key", (2, 1, 7)),
        (("version",), "value", (2, 10, 1)),
        (("base",), "value", (3, 1, 4)),
        (("base", "tags"), "value", (4, 9, 1)),
        (("base", "tags", "Owner"), "key", (4, 10, 5)),
        (("base", "tags", "Cost Center"), "key", (4, 22, 13)),
        (("base", "tags", "Cost Center"), "value", (4, 37, 6)),
        (("base", "list"), "value", (5, 3, 4)),
        (("base", "list", 0), "value", (6, 5, 3)),
        (("base", "list", 0), "key", (6, 5, 3)),
        (("base", "list", 1), "value", (7, 5, 1)),
        (("base", "list", 2), "value", (8, 5, 1)),
        (("base", "list", 2, "l"), "value", (9, 8, 2)),
        (("points", "core", "vpc"), "value", (15, 14, 5)),
        (("points", "core", "tags", "Owner"), "value", (4, 17, 3)),
        (("points", "core", "tags"), "key", (4, 3, 4)),
        (("points", "edge", "same"), "key", (17, 5, 4)),
        (("points", "edge", "same"), "value", (15, 14, 5)),
        (("points", "edge", "whole"), "value", (3, 1, 4)),
        (("points", "edge", "whole"), "key", (18, 5, 5)),
        (("points", "edge", "whole", "list", 0), "value", (6, 5, 3)),
        (("points", "edge", "null"), "value", (19, 5, 4)),
        (("points", "edge", "empty"), "value", (20, 5, 5)),
        (("points", "edge", "missing"), "value", (16, 3, 4)),
        (("points", "edge", "missing", "deeper", 3), "value", (16, 3, 4)),
        (("base", "list", 9), "value", (5, 3, 4)),
        (("version", "x"), "value", (2, 1, 7)),
        (("missing",), "value", (1, 1, 1)),
    ],
)
def test_places(load, path, part, expected):
    document = load(SPEC)
    at = document.position(path, part)
    assert (at.line, at.column, at.width) == expected
    document.locate([path])
    assert document.position(path, part) == at
    document.locate([("version",)])
    assert document.position(path, part) == at


def test_every_path_has_its_own_place_whether_located_or_not(load):
    document = load(SPEC)
    every = list(paths(document.data))
    single = {}
    for path in every:
        document.locate([path])
        single[path] = (document.position(path), document.position(path, "key"))
    document.locate(every)
    assert single == {path: (document.position(path), document.position(path, "key")) for path in every}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_editors_do(load, end):
    text = end.join(["\ufeffa: 'x\u2028y\x85z'", "# c\u2028", "b: \U0001f600", "", "c: [d, d]", "e: 1", "e: 2"])
    document = load(text)
    assert document.data["a"] == "x\u2028y\x85z"
    assert document.position(("a",)) == Position("s.yaml", 1, 4, 7)
    assert document.position(("b",)) == Position("s.yaml", 3, 4, 1)
    assert document.position(("c", 1)) == Position("s.yaml", 5, 8, 1)
    assert place(document) == (7, 1)
    assert document.line(3) == "b: \U0001f600"
    assert [document.line(number) for number in (0, 4, 8)] == ["", "", ""]


def test_a_width_ends_with_the_line(load):
    document = load("a: one\n  two\nb: 'three\n\n  four'\n")
    assert document.position(("a",)).width == 3
    assert document.position(("b",)).width == 6


def test_places_of_a_broken_file_are_those_before_the_break(load):
    document = load("a: {b: 1}\nc: [\n")
    assert document.position(("a", "b")) == Position("s.yaml", 1, 8, 1)


# cost


def spec(points: int) -> bytes:
    point = (
        "  point-{0}:\n    subnet: subnet-{0:017x}\n    filter: security\n    destinations: [central, archive]\n"
        '    within: vpc-{1}\n    stack: network\n    description: "number {0}"\n    tags:\n      Owner: team\n'
        "      Cost: cc-{1}\n    renamed_from: old-{0}\n"
    )
    return ("version: 1\ncapture_points:\n" + "".join(point.format(n, n % 50) for n in range(points))).encode()


def cpu(work) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="there is no libyaml")
def test_reading_is_cheap():
    """A third of the calls of PyYAML's fastest loader, which keeps no place."""
    data = spec(1000)
    assert calls(lambda: source.load(data, "s.yaml")) < calls(lambda: yaml.load(data, yaml.CSafeLoader)) / 3


def test_many_places_cost_one_reading():
    document = source.load(spec(1000), "s.yaml")
    one = calls(lambda: document.position(("capture_points", "point-1", "filter")))
    many = calls(lambda: [document.position(("capture_points", f"point-{n}", "filter")) for n in range(1000)])
    assert many < one


def test_a_template_of_another_language_is_named(load):
    (finding,) = load("a: {{ vpc_id }}\n").findings
    assert finding.message == "two braces are no template here; for a Terraform variable write `{var: NAME}`"
    assert "is a list or a mapping" in load("a: { {b: c}: d}\n").findings[0].message


def test_text_in_messages_is_escaped_and_cut(load):
    name = "k\u202e\x1b" + "x" * 500
    document = load(f'"{name.translate({0x1B: chr(92) + "e"})}": 1\n"{name.translate({0x1B: chr(92) + "e"})}": 2\n')
    (finding,) = document.findings
    assert finding.message.isprintable()
    assert len(finding.message) < 150
    assert shown("a\tb") == "a\\tb"
    assert sys.getrecursionlimit() >= 200


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        (b"a:\n  b:c\n  d: 1\n", 2, 3, '"b:" lacks a space behind it; write "b: …"'),
        (b"a:\n  d: 1\n  b:c\n", 3, 3, '"b:" lacks a space behind it; write "b: …"'),
        (b"x:\n- a:b\n  c: 1\n", 2, 3, '"a:" lacks a space behind it; write "a: …"'),
        (b"a:\n  http://x\n  d: 1\n", 3, 4, 'a second ":" in one value'),
        (b"a: b: c\n", 1, 5, 'a second ":" in one value'),
        (b"a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", 2, 1, "Git has left a conflict here"),
        (b"a: 1\nb: [\n>>>>>>> x\n", 3, 1, "Git has left a conflict here"),
        (b"a: 1\n=======\nb: 2\n", 2, 1, "Git has left a conflict here"),
        (
            b"a: {vpc: ${module.x.id}, b: c}\n",
            1,
            10,
            '"${module.x.id}" without quotes starts a mapping at its brace; write `{ref: module.x.id}`',
        ),
        (
            b"a: {vpc: ${var.vpc_id}}\n",
            1,
            10,
            '"${var.vpc_id}" without quotes starts a mapping at its brace; write `{var: vpc_id}`',
        ),
        (
            b"a: {vpcs: [${aws_vpc.a.id}, b]}\n",
            1,
            12,
            '"${aws_vpc.a.id}" without quotes starts a mapping at its brace; put the whole',
        ),
        (
            b"a: {Name: x-${var.env}-logs}\n",
            1,
            11,
            '"x-${var.env}-logs" without quotes starts a mapping at its brace; put the whole',
        ),
        (
            b"a: {Name: $${var.env}, b: c}\n",
            1,
            11,
            '"$${var.env}" without quotes starts a mapping at its brace; put the whole',
        ),
        (b"a: {Name: ${", 1, 11, '"${" without quotes starts a mapping at its brace'),
        (b"a: 1\n<<<<<<<<\n", 2, 1, 'this line is neither a "key: value"'),
        (b"a: 1\nb = 2\n", 2, 1, "this line is in Terraform's language, and a spec is YAML: write `b:` in place of"),
        (b"a: 1\nb = {\n  c = 2\n}\n", 2, 1, "this line is in Terraform's language"),
        (b"a: 1\nb == 2\n", 2, 1, 'this line is neither a "key: value"'),
        (
            b'a:\n  b = "x"\n  c: 1\n',
            2,
            3,
            "this line is in Terraform's language, and a spec is YAML: write `b:` in place",
        ),
        (b'a: 1\nresource "aws_flow_log" "x" {\n  b = c\n}\n', 2, 1, "this line is in Terraform's language"),
        (
            b'resource "aws_flow_log" "x" {\n  b = c\n}\n',
            1,
            1,
            "this line is in Terraform's language, and a spec is YAML",
        ),
        (b"version:1\nb: 2\n", 1, 1, '"version:" lacks a space behind it; write "version: …"'),
        (b"root:x:0\ndaemon:x:1\n", 1, 1, "a spec is a mapping, and begins with"),
        (b"c2VjcmV0=\n", 1, 1, "a spec is a mapping, and begins with"),
        (b"a:\n  b:{c: 1, d: {e: f}}\n", 2, 3, '"b:" lacks a space behind it; write "b: …"'),
        (b"a:\n  b:[{c: {d: [e]}}, f]\n  d: 1\n", 2, 3, '"b:" lacks a space behind it; write "b: …"'),
        (b"a:\n  b: {c: {d: 1}}}\n", 2, 17, "the value ends before this"),
        (
            "a:\n  b:\n    c: 1\n\u00a0\u00a0d: 2\n    e: 3\n".encode(),
            4,
            1,
            "the character U+00A0 here is no space to YAML",
        ),
        ("a:\n  b:\u00a01\n  c: 2\n".encode(), 2, 5, "the character U+00A0 here is no space to YAML"),
        (b"a:\n  b:\n  - c\n  -d\n  e: 1\n", 4, 3, 'the "-" of an item of a list lacks a space behind it'),
        (b"```yaml\na: 1\n```\n", 1, 1, "this line is Markdown, and a spec is YAML alone"),
        (b"a: !Ref b\n", 1, 4, 'the tag "!Ref" is not allowed; it is CloudFormation\'s'),
        (b"a: 1\n---\n# end\n", 2, 1, "a second YAML document starts here, and it is empty; take this line out"),
        (b"a: 1\n---\nb: 1\n", 2, 1, "a second YAML document starts here; write it into a file of its own"),
        (
            b"a: {vpc: ${module.x[0].id}}\n",
            1,
            10,
            "\"${module.x[0].id}\" without quotes starts a mapping at its brace; write `{ref: 'module.x[0].id'}`",
        ),
    ],
)
def test_a_mistake_of_a_hand_or_of_a_merge(load, text, line, column, message):
    (finding,) = load(text).findings
    assert (finding.at.line, finding.at.column) == (line, column)
    assert finding.message.startswith(message)
