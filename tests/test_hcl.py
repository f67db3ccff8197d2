"""What a spec says as text comes back from Terraform as the same text, and cannot become anything else."""

from __future__ import annotations

import json
import random
import re
import sys
import unicodedata

import pygohcl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import terraform
from gen_flowlogs.hcl import (
    Argument,
    Call,
    Comment,
    Each,
    Indexed,
    Interpolation,
    Label,
    Map,
    Name,
    Ref,
    Type,
    harmless,
    interpolate,
    layout,
    visible,
    write,
)

PIECES = (
    *["a", "b", "0", "'", "{", "}", "}}", "{{", "[", "]", "(", ")", ",", "=", "=>", "null", "true", "import"],
    *(" ", "  ", '"', "\\", "\\\\", "\\n", "\\x", "\\u0041", "\\U00000041", "\\$", "\\${", "$\\{"),
    *["$", "%", "$$", "%%", "${", "%{", "$${", "%%{", "${~", "~}", '${file("/etc/passwd")}'],
    *("%{ if true }", "%{ endif }"),
    *("#", "//", "/*", "*/", "<<EOF", "<<-EOF", "EOF", "{%", "%}", "{#", "#}"),
    *("trivy:ignore:*", "checkov:skip=CKV_AWS_1:x", "tflint-ignore: all", " nosemgrep", "KICS-scan disable=1"),
    *("\n", "\r", "\r\n", "\t", "\x00", "\x0b", "\x0c", "\x1b[31m", "\x1c", "\x7f", "\x85", "\u2028", "\u2029"),
    *("\xa0", "\xad", "\u200b", "\u200d", "\u200f", "\u202e", "\u2066", "\ufeff", "\ufffd", "\ufffe", "\uffff"),
    *("\U000e0041", "\U0010ffff", "é", "e\u0301", "\u212b", "한", "\u1112\u1161\u11ab", "🏴", "👩\u200d💻"),
)
TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(st.sampled_from(PIECES)).map("".join)
GO_TEXT = TEXT.map(lambda text: text.replace("\x00", ""))  # pygohcl ends a string at NUL


def nfc(text: str) -> str:
    """Terraform normalises every string so; the loader has done it to a spec already."""
    return unicodedata.normalize("NFC", text)


def hostile(count: int) -> list[str]:
    rng = random.Random(20240521)  # the same ones every time
    return ["".join(rng.choices(PIECES, k=rng.randint(1, 9))) for _ in range(count)]


def every_character() -> list[str]:
    """Each character that Unicode has assigned, in texts of 100."""
    codes = [code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in {"Cs", "Cn"}]
    codes = [code for code in codes if unicodedata.category(chr(code)) != "Co" or code % 100 == 0]
    return ["x".join(map(chr, codes[start : start + 100])) for start in range(0, len(codes), 100)]


def evaluated(outputs: dict[str, str], folder) -> dict[str, object]:
    """Expressions as Terraform evaluates them."""
    blocks = [f"output {write(Label(name))} {{\n  value = {text}\n}}\n" for name, text in outputs.items()]
    (folder / "main.tf").write_bytes(layout("".join(blocks)).encode())
    ran = terraform.run("apply", "-auto-approve", "-no-color", folder=folder)
    assert ran.code == 0, ran.err[:2000]
    state = json.loads((folder / "terraform.tfstate").read_bytes())
    return {name: output["value"] for name, output in state["outputs"].items()}


@terraform.needs_terraform
def test_thousands_of_hostile_texts_come_back_from_terraform(tmp_path):
    texts = [*PIECES, *hostile(6000), *every_character()]
    keys = {nfc(text) for text in texts}
    chunks = [texts[start : start + 500] for start in range(0, len(texts), 500)]  # many outputs take Terraform long
    values = {f"s{number}": write(tuple(chunk)) for number, chunk in enumerate(chunks)}
    maps = {"keys": write(Map(tuple((key, number) for number, key in enumerate(sorted(keys)))))}
    joined = {"joined": write(tuple(interpolate(text, Ref("var.name"), text, Ref("var.name")) for text in texts))}
    comments = "".join(f"{write(Comment(text))}\n" for text in texts)
    (tmp_path / "variables.tf").write_bytes(f'{comments}variable "name" {{\n  default = "N"\n}}\n'.encode())
    got = evaluated(values | maps | joined, tmp_path)
    for number, chunk in enumerate(chunks):
        assert got[f"s{number}"] == [nfc(text) for text in chunk]
    assert got["keys"] == {key: number for number, key in enumerate(sorted(keys))}
    assert got["joined"] == [nfc(f"{text}N{text}N") for text in texts]


@terraform.needs_terraform
def test_other_values_come_back_from_terraform(tmp_path):
    values = (0, -7, 2**70, 1.5, -0.25, 1e20, True, False, (), (1,), (True, "a"), (("a", ("b",)), "c"))
    nested = Map((("a", Map((("b", (Map((("c", 1),)),)),))), ("e", Map(()))))
    outputs = {f"v{number}": write(value) for number, value in enumerate(values)}
    outputs["map"] = write((nested, nested))
    outputs["one"] = write((nested,))
    outputs["json"] = write(Call("jsonencode", (nested,)))
    outputs["merge"] = write(Call("merge", (nested, Map((("x", 1),)))))
    outputs["set"] = write(Call("toset", (("b", "a"),)))
    got = evaluated(outputs, tmp_path)
    plain = {"a": {"b": [{"c": 1}]}, "e": {}}

    def listed(value):
        return [listed(item) for item in value] if isinstance(value, tuple) else value

    for number, value in enumerate(values):
        assert got[f"v{number}"] == listed(value)
        assert isinstance(got[f"v{number}"], bool) is isinstance(value, bool)
    assert got["map"] == [plain, plain]
    assert got["one"] == [plain]
    assert got["merge"] == plain | {"x": 1}
    assert json.loads(str(got["json"])) == plain
    assert got["set"] == ["a", "b"]


def parsed(expression: str) -> object:
    return pygohcl.loads(layout(f"x {{\nv = {expression}\n}}\n"))["x"]["v"]


@given(GO_TEXT)
def test_a_text_comes_back_from_a_strict_parser(text: str):
    assert parsed(write(text)) == nfc(text)


@given(st.lists(st.tuples(GO_TEXT, GO_TEXT), unique_by=lambda item: nfc(item[0])))
def test_a_map_comes_back_from_a_strict_parser(items: list[tuple[str, str]]):
    assert parsed(write(Map(tuple(items)))) == {nfc(key): nfc(value) for key, value in items}


@given(st.lists(GO_TEXT))
def test_a_list_comes_back_from_a_strict_parser(texts: list[str]):
    assert parsed(write(tuple(texts))) == [nfc(text) for text in texts]


@given(TEXT)
def test_a_comment_cannot_be_left(text: str):
    file = layout(f"{write(Comment(text))}\nx {{\n{write(Comment(text))}\nv = 1\n}}\n")
    assert pygohcl.loads(file) == {"x": {"v": 1}}
    lines = write(Comment(text)).splitlines()
    assert lines
    assert all(line.startswith("#") for line in lines)


@given(TEXT)
def test_what_is_written_is_seen(text: str):
    for written in (write(text), write(Comment(text)).replace("\n", ""), visible(text), write(Map(((text, 1),)))):
        hidden = {char for char in written if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}} - {"\n"}
        assert hidden == set()


DIRECTIVES = (
    *("trivy:ignore:*", "trivy:ignore:AVD-AWS-0017:exp:2099-01-01", "tfsec:ignore:aws-s3-enable-bucket-logging"),
    *("checkov:skip=CKV_AWS_158:reason", "checkov:skip= CKV_AWS_1", "bridgecrew:skip=BC_AWS_1", "ts:skip=AC_AWS_1 x"),
    *("tflint-ignore: aws_resource_missing_tags", "tflint-ignore-file: all", "kics-scan ignore", "KICS-SCAN disable=a"),
    *("nosemgrep", "nosem: a.b", "#nosec", "NOSONAR", "gitleaks:allow", "pragma: allowlist secret"),
    *("pragma: allowlist nextline secret", "trufflehog:ignore", "Trivy:Ignore:*", "TFSEC:IGNORE:X"),
)
SILENCED = re.compile(
    "(?:trivy|tfsec):ignore|(?:checkov|bridgecrew|cortex|ts):skip|tflint-ignore|kics-scan|nosem|nosec|nosonar"
    "|gitleaks:allow|trufflehog:ignore|allowlist (?:nextline )?secret",
    re.IGNORECASE,
)


@pytest.mark.parametrize("directive", DIRECTIVES)
@pytest.mark.parametrize("around", ["{}", "a {} b", "\n{}", "é{}", 'x"{}', "\\{}", "#{}", "$${{{}"])
def test_no_scanner_takes_a_text_for_a_directive(directive: str, around: str):
    text = around.format(directive)
    assert SILENCED.search(text)
    joined = interpolate(text, Ref("var.a"))
    every = (write(text), write(Comment(text)), write(Map(((text, text),))), write(joined), harmless(text))
    assert not [each for each in every if SILENCED.search(each)]
    assert parsed(write(text)) == nfc(text)
    assert parsed(write(Map(((text, 1),)))) == {nfc(text): 1}
    assert harmless(harmless(text)) == harmless(text)


@pytest.mark.parametrize(
    "text", ["skip the rest", "ignore", "scan", "nose", "allow", "arn:aws:iam::1:role/skip", "ALL"]
)
def test_other_texts_are_written_as_they_are(text: str):
    assert write(text) == f'"{text}"'
    assert write(Comment(text)) == f"# {text}"


@given(TEXT)
def test_a_text_stays_on_its_line(text: str):
    assert write(text).splitlines() == [write(text)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", '"plain"'),
        ("${x} %{x} $x %x", '"$${x} %%{x} $x %x"'),
        ("$${x}", '"$$${x}"'),
        ('a "b" \\ c', '"a \\"b\\" \\\\ c"'),
        ("\n\r\t\x00\u202e\U000e0041", r'"\n\r\t\u0000\u202e\U000e0041"'),
        ("é한", '"é한"'),
        (True, "true"),
        (1, "1"),
        (0.5, "0.5"),
        ((), "[]"),
        (("a",), '["a"]'),
        (("a", 1), '[\n"a",\n1,\n]'),
        (Map(()), "{}"),
        (Map((("k", "v"),)), '{\n"k" = "v"\n}'),
        (Map((("e\u0301🏴", "e\u0301🏴"),)), '{\n"e\\u0301🏴" = "e\u0301🏴"\n}'),
        (Label("core__central"), '"core__central"'),
        (Name("core"), "core"),
        ((Argument("log_destination"),), "[log_destination]"),
        (Type("set(string)"), "set(string)"),
        (Ref('module.a["b"].c[0].d[*].e'), 'module.a["b"].c[0].d[*].e'),
        (Each(Ref("aws_flow_log.x"), "id"), "{ for key, value in aws_flow_log.x : key => value.id }"),
        (Indexed((("module", None), ("a", 'b"${c}'), ("x", None), ("y", 0))), 'module.a["b\\"$${c}"].x.y[0]'),
        (Call("jsonencode", (Map((("k", (Ref("a.b"),)),)),)), 'jsonencode({\n"k" = [a.b]\n})'),
        (Call("merge", (Ref("local.x"), Map((("k", 1),)))), 'merge(local.x, {\n"k" = 1\n})'),
        (Call("merge", (Map((("k", 1),)), Ref("local.x"))), 'merge(\n{\n"k" = 1\n},\nlocal.x,\n)'),
        (interpolate(Ref("a.b"), ":*"), '"${a.b}:*"'),
        (interpolate("a$", Ref("a.b"), "${x"), '"a\\u0024${a.b}$${x"'),
        (Comment("one\r\ntwo\x1b[2J  \u2028"), "# one\n# two\\u001b[2J\n#"),
        (Comment(""), "#"),
    ],
    ids=repr,
)
def test_write(value, text):
    assert write(value) == text


@pytest.mark.parametrize(
    "value",
    [
        *(None, {}, [], set(), b"", len, pytest.param(object(), id="object")),
        *((None,), Map((("k", None),)), (Comment("x"),), Call("f", (Name("x"),)), Map((("k", Type("any")),))),
    ],
    ids=repr,
)
def test_what_is_no_hcl_is_refused(value):
    with pytest.raises(TypeError):
        write(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", Map((("\udfff", 1),)),
                                   Interpolation(("\ud800", Ref("a.b")))], ids=ascii)  # fmt: skip
def test_what_has_no_text_is_refused(value):
    with pytest.raises(ValueError, match=r"."):
        write(value)


@pytest.mark.parametrize("text", ["", "1a", "a b", "a\n", 'a"', "a.b", "é", "${a}", "-a", "a#"])
@pytest.mark.parametrize("kind", [Label, Name])
def test_no_label(kind, text):
    with pytest.raises(ValueError, match=re.escape(repr(text))):
        kind(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "a",
            "a.",
            ".a",
            "a..b",
            "a.b ",
            "a.b\n",
            "a.b\n}\nx",
            "a.0",
            "1.a",
            "-a.b",
            "a.b.*c",
            "a.b#",
            "a.b // c",
        ),
        *("a.b[", "a.b[]", "a.b[01]", "a.b[c.d]", 'a.b["c"', 'a.b["${c}"]', 'a.b["%{c}"]', 'a.b["\\""]', 'a.b["é"]'),
        *("a.b()", "a.b + c.d"),
    ],
)
def test_no_reference(text):
    with pytest.raises(ValueError, match="reference"):
        Ref(text)


@pytest.mark.parametrize("text", ["", "str", "list", "list(string", "string)", "object({})", "set(string)\n"])
def test_no_type(text):
    with pytest.raises(ValueError, match="type"):
        Type(text)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Map((("a", 1), ("a", 2))),
        lambda: Map(((Label("a"), 1),)),
        lambda: Map(((1, 1),)),  # type: ignore[arg-type]  # that is the point
        lambda: Call("f(", ()),
        lambda: Call("", ()),
        lambda: Each("a.b", "id"),  # type: ignore[arg-type]
        lambda: Each(Ref("a.b"), "id }"),
        lambda: Indexed((("a", None),)),
        lambda: Indexed((("a", None), ("2b", None))),
        lambda: Indexed((("a", None), ("b c", None))),
        lambda: Indexed((("a", None), ("b", -1))),
        lambda: Indexed((("a", None), ("b", True))),
        lambda: Interpolation(("a",)),
        lambda: Interpolation(("a", "b", Ref("a.b"))),
        lambda: Interpolation((Ref("a.b"),)),
        lambda: interpolate(Label("a")),  # type: ignore[arg-type]
        lambda: interpolate(1),  # type: ignore[arg-type]
    ],
)
def test_no_such_value(make):
    with pytest.raises(ValueError, match=r"."):
        make()


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        ((), ""),
        (("a", "", "b"), "ab"),
        ((Ref("a.b"),), Ref("a.b")),
        (("", Ref("a.b"), ""), Ref("a.b")),
        (("a", "b", Ref("a.b")), Interpolation(("ab", Ref("a.b")))),
        ((Interpolation(("a", Ref("a.b"))), "c"), Interpolation(("a", Ref("a.b"), "c"))),
    ],
)
def test_interpolate_gives_the_simplest_value(parts, value):
    got = interpolate(*parts)
    assert got == value
    assert type(got) is type(value)


def test_a_reference_is_not_the_text_that_looks_like_it():
    assert Ref("a.b") == Ref("a.b")
    assert Ref("a.b") != "a.b"
    assert ("a.b" == Ref("a.b")) is False  # noqa: SIM300 - from either side
    assert Label("a") != Name("a")
    assert Map((("k", Ref("a.b")),)) != Map((("k", "a.b"),))
