"""A template holds shape: names, `for` and `if`. What needs thought is the view's; quotes and escapes are HCL's."""

from __future__ import annotations

import re

import pytest
from jinja2 import Environment, nodes

import catalogue
import compile_templates
from catalogue import ROOT
from gen_flowlogs import header, render, view
from gen_flowlogs.compiled_templates import TEMPLATES as COMPILED

TEMPLATES = sorted((ROOT / "templates").glob("*.tf.j2"))
TESTS = frozenset({"none"})


def faults(text: str) -> list[str]:
    """What a template has that it must not have."""
    tree = Environment(autoescape=False).parse(text)  # no HTML
    return [*_faults(tree), *_text_faults(text)]


def _faults(node: nodes.Node) -> list[str]:
    match node:
        case nodes.For(test=None, else_=[], recursive=False):
            found = [] if _is_value(node.iter) and isinstance(node.target, nodes.Name) else [_said("for", node)]
            return [*found, *_of_all(node.body)]
        case nodes.If():
            found = [] if _is_condition(node.test) else [_said("if", node)]
            return [*found, *_of_all([*node.body, *node.elif_, *node.else_])]
        case nodes.Output():
            return [
                _said("output", item)
                for item in node.nodes
                if not _is_value(item) and not isinstance(item, nodes.TemplateData)
            ]
        case nodes.Template():
            return _of_all(node.body)
        case _:
            return [_said(type(node).__name__, node)]


def _of_all(children: list[nodes.Node]) -> list[str]:
    return [fault for child in children for fault in _faults(child)]


def _is_value(node: nodes.Node) -> bool:
    """A name, or an attribute of an attribute of … a name."""
    while isinstance(node, nodes.Getattr):
        node = node.node
    return isinstance(node, nodes.Name)


def _is_condition(node: nodes.Node) -> bool:
    """A value, whether it is none, and their opposites."""
    if isinstance(node, nodes.Not):
        node = node.node
    if isinstance(node, nodes.Test) and node.name in TESTS and not node.args:
        node = node.node
    return _is_value(node)


def _said(what: str, node: nodes.Node) -> str:
    return f"line {node.lineno}: {what}: {node!r}"[:200]


def _text_faults(text: str) -> list[str]:
    """What would make an output mean something else than the value it is."""
    quoted = re.compile(r'"[^"\n]*\{\{[^"\n]*"')
    commented = re.compile(r"(#|//|/\*).*\{\{")
    beside = re.compile(r"\}\}\{\{|[\w.}]\{\{|\}\}[\w.]")
    kinds = {
        "an output in quotes": quoted,
        "an output in a comment": commented,
        "an output that touches a word or another output": beside,
        "a heredoc": re.compile(r"<<-?[A-Za-z]"),
        "an interpolation": re.compile(r"[$%]\{(?!%)"),
        "a tab": re.compile(r"\t"),
        "white space at the end of a line": re.compile(r"[ \t]+$", re.MULTILINE),
        "a comment of Jinja": re.compile(r"\{#"),
        "a sign of white space control": re.compile(r"\{[%{][-+]|[-+][%}]\}"),
    }
    return [f"line {text.count(chr(10), 0, hit.start()) + 1}: {kind}" for kind, pattern in kinds.items()
            for hit in pattern.finditer(text)]  # fmt: skip


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_shape_only(path):
    assert faults(path.read_text(encoding="utf-8")) == []


def test_there_are_templates():
    assert TEMPLATES


@pytest.mark.parametrize(
    "text",
    [
        "{{ a | upper }}",
        "{{ a() }}",
        "{{ a.b() }}",
        "{{ a ~ b }}",
        "{{ a + b }}",
        "{{ a[0] }}",
        "{{ 'a' }}",
        "{{ a if b else c }}",
        "{{ not a }}",
        "{{ [a] }}",
        "{% set a = 1 %}",
        "{% set a %}x{% endset %}",
        "{% macro a() %}{% endmacro %}",
        "{% block a %}{% endblock %}",
        "{% extends a %}",
        "{% include a %}",
        "{% import a as b %}",
        "{% filter upper %}a{% endfilter %}",
        "{% call a() %}{% endcall %}",
        "{% raw %}{{ a }}{% endraw %}",
        "{% with a = 1 %}{% endwith %}",
        "{% for a, b in c %}{% endfor %}",
        "{% for a in b if a %}{% endfor %}",
        "{% for a in b %}{% else %}x{% endfor %}",
        "{% for a in b recursive %}{% endfor %}",
        "{% for a in b | sort %}{% endfor %}",
        "{% for a in range(3) %}{% endfor %}",
        "{% if a == 1 %}{% endif %}",
        "{% if a and b %}{% endif %}",
        "{% if a is defined %}{% endif %}",
        "{% if a | length %}{% endif %}",
        "{% if a %}{% elif b > 1 %}{% endif %}",
        "{% if a %}{{ b | c }}{% endif %}",
        "{% for a in b %}{{ a() }}{% endfor %}",
        'x = "{{ a }}"',
        'x = "a-{{ a }}-b"',
        "# {{ a }}",
        "// {{ a }}",
        "/* {{ a }} */",
        "{{ a }}{{ b }}",
        "x.{{ a }}",
        "{{ a }}.x",
        "x = <<EOF\n{{ a }}\nEOF",
        "x = ${{ a }}",
        'x = "${y}"',
        "\tx = 1",
        "x = 1 \n",
        "{# x #}",
        "{%- if a %}{% endif %}",
    ],
)
def test_what_a_template_must_not_have(text):
    assert faults(text) != []


def test_the_compiled_templates_are_those_of_today():
    assert compile_templates.MODULE.read_text(encoding="utf-8") == compile_templates.made(), "make golden"


def test_they_write_what_jinja_writes(monkeypatch: pytest.MonkeyPatch):
    line, seen = header.line("a.yaml"), set()
    for case in [*catalogue.ok_cases()[::5], *catalogue.committed()]:
        spec = catalogue.compiled(case).spec
        views = view.written(spec)
        seen |= {f"{stem.rpartition('/')[2]}.tf.j2" for stem, each in views.items() if each is not None}
        ours = render.render(views, header=line)
        with monkeypatch.context() as patch:
            patch.setattr(render, "_function", lambda _: None)
            assert render.render(views, header=line) == ours, str(case)
    assert seen == set(COMPILED), "every template is compared"


@pytest.mark.parametrize(
    ("template", "body"),
    [
        ("a {\n}\n", ["yield (", "    'a {\\n'", "    '}\\n'", ")"]),
        ("{{ x.y }}", ["yield f'{write(view.x.y)}'"]),
        ("'{{ x }}'", ["""yield f"'{write(view.x)}'\""""]),
        ("{ {{ x }} }", ["yield f'{{ {write(view.x)} }}'"]),
        ("{% for x in y %}{{ x }}{{ z }}{% endfor %}{{ x }}",
         ["for x in view.y:", "    yield f'{write(x)}{write(view.z)}'", "yield f'{write(view.x)}'"]),
        ("{% for x in y %}{% endfor %}", ["for x in view.y:", "    pass"]),
        ("{% if x %}a{% else %}b{% endif %}", ["if view.x:", "    yield 'a'", "else:", "    yield 'b'"]),
        ("{% if not x.y %}a{% endif %}", ["if not view.x.y:", "    yield 'a'"]),
        ("{% if x is none %}a{% endif %}", ["if view.x is None:", "    yield 'a'"]),
        ("{% if x is not none %}a{% endif %}", ["if view.x is not None:", "    yield 'a'"]),
        ("{% for x in y %}{% if x %}{% for z in x.w %}{{ z.v }}{% endfor %}{% endif %}{% endfor %}",
         ["for x in view.y:", "    if x:", "        for z in x.w:", "            yield f'{write(z.v)}'"]),
    ],
)  # fmt: skip
def test_a_template_becomes_a_function(template: str, body: list[str]):
    head = "def one(view: Any, write: Write) -> Iterator[str]:"
    assert compile_templates.function("one.tf.j2", template).splitlines() == [head, *(f"    {line}" for line in body)]


@pytest.mark.parametrize(
    "template",
    ["{{ x['y'] }}", "{{ x() }}", "{{ 1 }}", "{% set x = y %}", "{% for x in y if x %}{% endfor %}", "{{ x | upper }}",
     "{% for x, z in y %}{% endfor %}", "{% if x == y %}{% endif %}", "{% if x %}{% elif y %}{% endif %}",
     "{% for x in y %}{% else %}a{% endfor %}", "{% for class in y %}{% endfor %}", "{% for view in y %}{% endfor %}",
     "{% if x is defined %}{% endif %}", "{% include 'x' %}"],
)  # fmt: skip
def test_what_no_template_has_is_not_compiled(template: str):
    with pytest.raises(ValueError, match=r"a template has no|cannot be a name"):
        compile_templates.function("one.tf.j2", template)


def test_a_template_that_changed_goes_through_jinja(monkeypatch: pytest.MonkeyPatch, tmp_path):
    for path in TEMPLATES:
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(render, "_TEMPLATES", tmp_path)
    for name in ("moves.tf.j2", "data.tf.j2"):
        render._function.cache_clear()
        assert render._function(name) is COMPILED[name][1]
    changed = tmp_path / "moves.tf.j2"
    changed.write_text(changed.read_text(encoding="utf-8").replace("moved {", "moved  {"), encoding="utf-8")
    render._function.cache_clear()
    assert render._function("moves.tf.j2") is None
    assert render._function("data.tf.j2") is COMPILED["data.tf.j2"][1]
    render._function.cache_clear()
