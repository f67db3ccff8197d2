"""How diagnostics look: stamped, as text, as JSON, as GitHub's commands, as SARIF; test_show_programs has the rest."""

from __future__ import annotations

import io
import json

import pytest

from gen_flowlogs import __version__, show, source
from gen_flowlogs.diagnostics import LONGEST_MESSAGE, Diagnostic, Finding, Origin, Position, shown, stamp
from gen_flowlogs.rules import RULES

ERROR = Diagnostic(
    severity="error",
    slug="duplicate-key",
    message='the key "a" is written twice',
    position=Position("specs/prod.yaml", 5, 3, 4),
    source="  name: x",
    related=(("first written at", Position("specs/prod.yaml", 3, 5)),),
)
WARNING = Diagnostic("warning", "retention", "100% kept,\nfor ever", Position("a b:c,d.yaml", 1, 1), "")


def diagnostic(text: str, column: int, width: int = 1, related: tuple[tuple[str, Position], ...] = ()) -> Diagnostic:
    return Diagnostic("error", "wrong-type", "m", Position("s.yaml", 1, column, width), text, related)


def drawn(text: str, column: int, width: int = 1) -> tuple[str, str]:
    """The source line and the caret line, without the indentation."""
    lines = show.as_text([diagnostic(text, column, width)]).splitlines()
    assert all(line.startswith("    ") for line in lines[1:])
    return lines[1][4:], lines[2][4:]


# stamp


def test_stamped_in_the_order_of_documents_lines_and_columns():
    documents = {name: source.load(b"a: 1\nb: [x, y]\n", name) for name in ("z.yaml", "a.yaml")}
    ats = [
        Origin("a.yaml", ("a",)),
        Origin("z.yaml", ("b", 1)),
        Position("m.yaml", 9, 9),
        Origin("z.yaml", ("b",), "key"),
    ]
    ats += [Origin("z.yaml", ("b", 0)), Origin("c.yaml", ("b",))]
    stamped = stamp((Finding("wrong-type", "m", at) for at in ats), documents)
    assert [(one.position.file, one.position.line, one.position.column) for one in stamped] == [
        ("z.yaml", 2, 1),
        ("z.yaml", 2, 5),
        ("z.yaml", 2, 8),
        ("a.yaml", 1, 4),
        ("c.yaml", 1, 1),
        ("m.yaml", 9, 9),
    ]
    assert [one.source for one in stamped] == ["b: [x, y]"] * 3 + ["a: 1", "", ""]


def test_stamped_once():
    documents = {"s.yaml": source.load(b"a: &x [on]\nb: *x\n", "s.yaml")}
    findings = [Finding("look-alike", "m", Origin("s.yaml", path)) for path in (("a", 0), ("b", 0), ("a", 0))]
    (stamped,) = stamp(findings, documents)
    assert (stamped.severity, stamped.position) == ("warning", Position("s.yaml", 1, 8, 2))


def test_the_severity_is_the_catalogue_s():
    for slug, rule in RULES.items():
        (stamped,) = stamp([Finding(slug, "m", Position("s.yaml", 1, 1))], {})
        assert stamped.severity == rule.severity


def test_messages_are_printable_and_bounded():
    (stamped,) = stamp([Finding("wrong-type", "\x1b[31m\n" + "x" * 5000, Position("s.yaml", 1, 1))], {})
    assert stamped.message.startswith("\\x1b[31m\\n")
    assert len(stamped.message) < LONGEST_MESSAGE + 20


def test_related_places_are_stamped():
    documents = {"s.yaml": source.load(b"a: 1\nb: 2\n", "s.yaml")}
    related = (("first", Origin("s.yaml", ("a",), "key")), ("then", Position("t.yaml", 2, 2)))
    (stamped,) = stamp([Finding("wrong-type", "m", Origin("s.yaml", ("b",)), related)], documents)
    assert stamped.related == (("first", Position("s.yaml", 1, 1)), ("then", Position("t.yaml", 2, 2)))


# text


def test_text():
    assert show.as_text([ERROR, WARNING]) == (
        'specs/prod.yaml:5:3: error: the key "a" is written twice (first written at specs/prod.yaml:3:5) '
        "[duplicate-key]\n"
        "      name: x\n"
        "      ^~~~\n"
        "a b:c,d.yaml:1:1: warning: 100% kept,\nfor ever [retention]\n"
    )
    assert show.as_text([]) == ""


def test_many_related_places_are_counted():
    one = diagnostic("", 1, related=tuple(("at", Position("s.yaml", n, 1)) for n in range(1, 100)))
    assert show.as_text([one]) == (
        "s.yaml:1:1: error: m (at s.yaml:1:1, at s.yaml:2:1, at s.yaml:3:1, and 96 more) [wrong-type]\n"
    )


@pytest.mark.parametrize(
    ("text", "column", "width", "line", "caret"),
    [
        ("a: b", 4, 1, "a: b", "   ^"),
        ("a: bcd", 4, 3, "a: bcd", "   ^~~"),
        ("a:\tb", 4, 1, "a:  b", "    ^"),
        ("\ta: b", 2, 1, "    a: b", "    ^"),
        ("a: \u6f22\u5b57 x", 4, 2, "a: \u6f22\u5b57 x", "   ^~~~"),
        ("a: \u6f22\u5b57 x", 7, 1, "a: \u6f22\u5b57 x", "        ^"),
        ("e\u0301: x", 5, 1, "e\u0301: x", "   ^"),
        ("\x1b[31m: x", 8, 1, "\\x1b[31m: x", "          ^"),
        ("\u202ea: x", 1, 2, "\\u202ea: x", "^~~~~~~"),
        ("a:", 3, 1, "a:", "  ^"),
        ("a:   ", 6, 1, "a:", "     ^"),
        ("a:", 9, 5, "a:", "  ^"),
    ],
)
def test_the_caret_stands_under_what_is_meant(text, column, width, line, caret):
    assert drawn(text, column, width) == (line, caret)


@pytest.mark.parametrize("length", [119, 120, 121, 500, 100_000])
@pytest.mark.parametrize("where", [0.0, 0.3, 0.6, 0.9, 1.0])
def test_long_lines_are_cut_around_the_caret(length, where):
    at = min(int(length * where), length - 1)
    line, caret = drawn("." * at + "X" + "." * (length - at - 1), at + 1)
    assert line[caret.index("^")] == "X"
    assert len(line) <= 122
    assert line.strip("…") == line or length > 120


def test_wide_marks_end_with_what_is_shown():
    line, caret = drawn("a: " + "x" * 1000, 4, 1000)
    assert len(caret) <= len(line)
    assert len(line) <= 121


def test_colours_only_on_demand():
    painted = show.as_text([ERROR, WARNING], colour=True)
    assert "\x1b[1;31merror:\x1b[0m" in painted
    assert "\x1b[1;33mwarning:\x1b[0m" in painted
    for code in ("\x1b[1;31m", "\x1b[1;33m", "\x1b[1m", "\x1b[2m", "\x1b[0m"):
        painted = painted.replace(code, "")
    assert painted == show.as_text([ERROR, WARNING])
    assert "\x1b" not in painted


def test_nothing_steers_the_terminal():
    evil = Diagnostic("error", "wrong-type", "m", Position("\x1b]0;x\x07.yaml", 1, 2), "a\x1b[2J\x9b1mb\x7f")
    for text in (show.as_text([evil]), show.as_github([evil])):
        assert text.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("environ", "terminal", "expected"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": ""}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "xterm"}, True, True),
    ],
)
def test_who_wants_colour(environ, terminal, expected):
    stream = io.StringIO()
    stream.isatty = lambda: terminal
    assert show.wants_colour(stream, environ) is expected


@pytest.mark.parametrize(
    ("diagnostics", "words"),
    [
        ([], ""),
        ([ERROR], "1 error"),
        ([WARNING], "1 warning"),
        ([ERROR, WARNING, ERROR], "2 errors, 1 warning"),
        ([WARNING, WARNING], "2 warnings"),
    ],
)
def test_the_summary(diagnostics, words):
    assert show.summary(diagnostics) == words
    assert show.summary(diagnostics, 1) == (f"{words} in 1 spec" if words else "")
    assert show.summary(diagnostics, 3) == (f"{words} in 3 specs" if words else "")


# for programs


def test_json():
    assert json.loads(show.as_json([ERROR, WARNING])) == {
        "diagnostics": [
            {
                "severity": "error",
                "slug": "duplicate-key",
                "message": 'the key "a" is written twice',
                "file": "specs/prod.yaml",
                "line": 5,
                "column": 3,
                "end_line": 5,
                "end_column": 7,
                "width": 4,
                "related": [
                    {
                        "message": "first written at",
                        "file": "specs/prod.yaml",
                        "line": 3,
                        "column": 5,
                        "end_line": 3,
                        "end_column": 6,
                        "width": 1,
                    }
                ],
            },
            {
                "severity": "warning",
                "slug": "retention",
                "message": "100% kept,\nfor ever",
                "file": "a b:c,d.yaml",
                "line": 1,
                "column": 1,
                "end_line": 1,
                "end_column": 2,
                "width": 1,
                "related": [],
            },
        ],
        "summary": {"errors": 1, "warnings": 1},
    }
    assert json.loads(show.as_json([])) == {"diagnostics": [], "summary": {"errors": 0, "warnings": 0}}


def test_github():
    assert show.as_github([ERROR, WARNING]) == (
        '::error file=specs/prod.yaml,line=5,col=3,endColumn=6,title=duplicate-key::the key "a" is written twice '
        "(first written at specs/prod.yaml:3:5)\n"
        "::warning file=a b%3Ac%2Cd.yaml,line=1,col=1,endColumn=1,title=retention::100%25 kept,%0Afor ever\n"
    )
    assert show.as_github([]) == ""


def test_sarif():
    log = json.loads(show.as_sarif([ERROR, WARNING]))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("gen-flowlogs", __version__)
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    first, second = run["results"]
    for result in (first, second):
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert first["level"] == "error"
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "specs/prod.yaml"},
        "region": {"startLine": 5, "startColumn": 3, "endColumn": 7},
    }
    assert first["relatedLocations"][0]["message"]["text"] == "first written at"
    assert second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b%3Ac%2Cd.yaml"
    assert "relatedLocations" not in second


def test_sarif_of_nothing_still_names_the_tool():
    (run,) = json.loads(show.as_sarif([]))["runs"]
    assert run["results"] == []


def test_strange_file_names_pass_every_form():
    name = "\udcff<stdin>\n%.yaml"
    one = Diagnostic("error", "wrong-type", "m", Position(name, 1, 1), "")
    for text in (show.as_text([one]), show.as_json([one]), show.as_github([one]), show.as_sarif([one])):
        assert text.encode()


@pytest.mark.parametrize(
    "character", ["\u202e", "\u200b", "\u2066", "\ufeff", "\u034f", "\u115f", "\u3164", "\ufe0f", "\U000e0041"]
)
def test_a_character_that_nobody_sees_is_shown_by_its_number(character: str):
    number = f"\\u{ord(character):04x}" if character <= "\uffff" else f"\\U{ord(character):08x}"
    assert shown(f"a{character}b") == f"a{number}b"
    position = Position("s.yaml", 1, 4, 3)
    text = show.as_text([Diagnostic("error", "tag", "m", position, f"a: x{character}y")])
    assert f"a: x{number}y\n" in text
    assert text.splitlines()[2] == " " * 7 + "^" + "~" * (len(number) + 1)
