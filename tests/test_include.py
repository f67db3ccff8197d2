"""`include`: which files are taken in, once and in which order, and which are refused."""

from __future__ import annotations

import functools
import os
from pathlib import Path

import pytest

from gen_flowlogs import include, source
from gen_flowlogs.diagnostics import Origin, stamp
from gen_flowlogs.repository import Root, root_above


def read(path: str) -> bytes:
    return Path(path).read_bytes()


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A repository as the working directory; `write` puts a file into it."""
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    monkeypatch.chdir(tmp_path / "repository")

    def write(path: str, *includes: str) -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(f"include: {list(includes)}\nname: {Path(path).stem}\n", encoding="utf-8")

    return write


def collect(file: str, root: Root | None = None):
    documents, findings = include.collect(source.load(read(file), file), read, root)
    return [document.file for document in documents], [(finding.slug, finding.message) for finding in findings]


def test_depth_first_and_each_once(tree):
    tree("specs/a.yaml", "b.yaml", "../shared/c.yaml", "./b.yaml")
    tree("specs/b.yaml", "deep/d.yaml")
    tree("specs/deep/d.yaml", "../../shared/c.yaml")
    tree("shared/c.yaml")
    assert collect("specs/a.yaml") == (["specs/a.yaml", "specs/b.yaml", "specs/deep/d.yaml", "shared/c.yaml"], [])


def test_paths_are_shown_as_the_first_one_was_named(tree):
    tree("specs/a.yaml", "../shared/c.yaml")
    tree("shared/c.yaml")
    here = os.getcwd()  # noqa: PTH109 - as a string
    assert collect(f"{here}/specs/a.yaml")[0][1] == f"{here}/shared/c.yaml"
    os.chdir("specs")
    assert collect("a.yaml")[0] == ["a.yaml", "../shared/c.yaml"]
    assert collect("./a.yaml")[0] == ["./a.yaml", "../shared/c.yaml"]


def test_one_file_by_two_names_is_one(tree):
    tree("a.yaml", "b.yaml", "link.yaml")
    tree("b.yaml")
    Path("link.yaml").symlink_to("b.yaml")
    assert collect("a.yaml") == (["a.yaml", "b.yaml"], [])


def test_what_is_no_list_of_texts_is_left_to_the_schema(tree):
    tree("b.yaml")
    for written in ("b.yaml", "[1, null, [b.yaml]]", "{b: c}", "", '[""]'):
        Path("a.yaml").write_text(f"include: {written}\n", encoding="utf-8")
        assert collect("a.yaml") == (["a.yaml"], [])


def test_the_included_files_are_bounded_together(tree, monkeypatch):
    tree("a.yaml", *(f"{number}.yaml" for number in range(6)))
    for number in range(6):
        Path(f"{number}.yaml").write_text("name: x\n" + "#" * 991, encoding="utf-8")
    seen: list[str] = []

    def counted(path: str) -> bytes:
        seen.append(path)
        return read(path)

    monkeypatch.setattr(include._Walk, "__init__", functools.partialmethod(include._Walk.__init__, left=3500))
    documents, findings = include.collect(source.load(read("a.yaml"), "a.yaml"), counted)
    assert [document.file for document in documents] == ["a.yaml", "0.yaml", "1.yaml", "2.yaml"]
    assert seen == [f"{number}.yaml" for number in range(4)], "what would be too much is not even read"
    assert [(each.slug, each.message.partition(" is not read: ")[0]) for each in findings] == [
        ("include-not-found", f'"{number}.yaml"') for number in (3, 4, 5)
    ]


def test_a_broken_included_file_comes_with_its_findings(tree):
    tree("a.yaml", "b.yaml")
    Path("b.yaml").write_bytes(b"a: [\n")
    documents, findings = include.collect(source.load(read("a.yaml"), "a.yaml"), read)
    assert findings == ()
    assert [finding.slug for finding in documents[1].findings] == ["yaml-syntax"]


def test_a_cycle_names_its_files(tree):
    tree("a.yaml", "b.yaml")
    tree("b.yaml", "c.yaml")
    tree("c.yaml", "a.yaml", "d.yaml")
    tree("d.yaml")
    message = (
        'these files include each other: "a.yaml" includes "b.yaml" includes "c.yaml" includes "a.yaml"; take '
        "one of these out"
    )
    assert collect("a.yaml") == (["a.yaml", "b.yaml", "c.yaml", "d.yaml"], [("include-cycle", message)])


def test_a_cycle_of_one(tree):
    tree("a.yaml", "b.yaml")
    tree("b.yaml", "b.yaml")
    assert collect("a.yaml")[1] == [("include-cycle", '"b.yaml" includes itself; take it out')]


def test_a_long_cycle_is_shortened(tree):
    for number in range(2000):
        tree(f"{number}.yaml", f"{(number + 1) % 2000}.yaml")
    files, findings = collect("0.yaml")
    assert len(files) == 2000
    ((_, message),) = findings
    names = ('"0.yaml"', '"1.yaml"', '"2.yaml"', "1996 more", '"1999.yaml"', '"0.yaml"')
    assert message == f"these files include each other: {' includes '.join(names)}; take one of these out"


@pytest.mark.parametrize(
    ("path", "slug", "words"),
    [
        ("none.yaml", "include-not-found", "there is no such file"),
        ("a.yaml/b.yaml", "include-not-found", "there is no such file"),
        ("folder", "include-not-found", "it is a folder"),
        ("pipe.yaml", "include-not-found", "no regular file"),
        ("x" * 5000 + ".yaml", "include-not-found", "too long"),
        ("../out.yaml", "include-outside", "outside"),
        ("../repository-2/b.yaml", "include-outside", "outside"),
        ("escape.yaml", "include-outside", "outside"),
        ("way/out.yaml", "include-outside", "outside"),
        ("/etc/hostname", "include-outside", "absolute"),
        (".env", "include-name", "its name must end in .yaml or .yml; rename it"),
        ("notes.txt", "include-name", "its name must end in .yaml or .yml; rename it"),
        ("named.yaml", "include-name", "its name must end in .yaml or .yml; rename it"),
        (".hidden.yaml", "include-name", "begins with a dot"),
        ("./.git/config.yaml", "include-name", "begins with a dot"),
        ("innocent.yaml", "include-name", "begins with a dot"),
    ],
)
def test_refused(tree, path, slug, words):
    tree("a.yaml", path)
    tree("../out.yaml")
    tree("../repository-2/b.yaml")
    tree("folder/b.yaml")
    os.mkfifo("pipe.yaml")
    Path("escape.yaml").symlink_to("../out.yaml")
    Path("way").symlink_to("..")
    for secret in (".env", "notes.txt", ".hidden.yaml", ".git/config.yaml"):
        Path(secret).write_text("TOKEN=hunter2\n")
    Path("named.yaml").symlink_to("notes.txt")
    Path("innocent.yaml").symlink_to(".hidden.yaml")
    files, ((found, message),) = collect("a.yaml")
    assert files == ["a.yaml"]
    assert found == slug
    assert words in message
    assert "hunter2" not in message
    assert len(message) < 200


@pytest.mark.parametrize("name", ['"\\0"', '"a\\u001bb.yaml"', "'\U0010ffff.yaml'"])
def test_strange_names(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(f"include: [{name}]\n", encoding="utf-8")
    _, ((slug, message),) = collect("a.yaml")
    assert slug == "include-not-found"
    assert message.isprintable()


def test_an_unreadable_file(tree):
    tree("a.yaml", "b.yaml")

    def refuse(path: str) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    _, (finding,) = include.collect(source.load(read("a.yaml"), "a.yaml"), refuse)
    assert finding.message == '"b.yaml" cannot be read: reading it is not permitted'
    assert finding.at == Origin("a.yaml", ("include", 0))


def test_a_reader_may_know_files_that_no_disk_has(tree):
    tree("a.yaml", "virtual/b.yaml")
    documents, _ = include.collect(source.load(read("a.yaml"), "a.yaml"), lambda path: f"name: {path}\n".encode())
    assert documents[1].data == {"name": "virtual/b.yaml"}


def test_the_place_is_the_path_in_the_list(tree):
    tree("a.yaml", "b.yaml", "none.yaml")
    tree("b.yaml")
    documents, findings = include.collect(source.load(read("a.yaml"), "a.yaml"), read)
    (diagnostic,) = stamp(findings, {document.file: document for document in documents})
    start = diagnostic.position.column - 1
    assert diagnostic.source[start : start + diagnostic.position.width] == "'none.yaml'"


def test_without_a_repository_the_working_directory_is_the_bound_of_a_spec_in_it(tree):
    """In no repository, a folder whose `.git` is empty is in none."""
    here = Path.cwd()
    Path(".git/HEAD").unlink()
    tree("specs/a.yaml", "b/c.yaml", "../d.yaml", "../../e.yaml")
    tree("specs/b/c.yaml")
    tree("d.yaml")
    tree("../e.yaml")
    if root_above(os.curdir) is not None:
        pytest.skip("the temporary folder lies in a repository")
    files, findings = collect("specs/a.yaml")
    assert files == ["specs/a.yaml", "specs/b/c.yaml", "d.yaml"]
    words = '"../../e.yaml" is outside of ".", the working directory; `--root DIR` sets another root'
    assert findings == [("include-outside", words)]
    os.chdir("specs")
    assert [slug for slug, _ in collect("a.yaml")[1]] == ["include-outside"] * 2
    os.chdir("b")
    words = '"../../e.yaml" is outside of "..", the folder of the spec; `--root DIR` sets another root'
    assert collect("../a.yaml")[1][-1] == ("include-outside", words)
    assert collect("../a.yaml", Root(folder=str(here.parent), why="the folder of --root"))[1] == []


@pytest.mark.parametrize("name", ["-", "<stdin>"])
def test_standard_input_has_the_root_of_the_working_directory(tree, name):
    tree("specs/b.yaml")
    tree("c.yaml")
    tree("../d.yaml")
    os.chdir("specs")
    first = source.load(b"include: [b.yaml, ../c.yaml, ../../d.yaml]\n", name)
    documents, findings = include.collect(first, read)
    assert [document.file for document in documents] == [name, "b.yaml", "../c.yaml"]
    assert [finding.message.partition(";")[0] for finding in findings] == [
        '"../../d.yaml" is outside of "..", the root of the repository'
    ]
    Path("../.git/HEAD").unlink()
    if root_above(os.curdir) is None:
        assert [document.file for document in include.collect(first, read)[0]] == [name, "b.yaml"]


def test_a_linked_spec_includes_from_where_it_is_named(tree):
    tree("../elsewhere/real.yaml", "b.yaml")
    tree("specs/b.yaml")
    Path("specs/a.yaml").symlink_to("../../elsewhere/real.yaml")
    assert collect("specs/a.yaml") == (["specs/a.yaml", "specs/b.yaml"], [])


def test_no_more_paths_are_followed_than_a_run_may_have(tree, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(include, "MOST_INCLUDES", 3)
    tree("a.yaml", "b.yaml", "gone.yaml", "b.yaml", "c.yaml", "d.yaml")
    tree("b.yaml")
    tree("c.yaml")
    documents, findings = collect("a.yaml")
    assert documents == ["a.yaml", "b.yaml"]
    assert findings == [
        (
            "include-not-found",
            (
                '"gone.yaml" cannot be read: there is no such file; paths begin at the folder of the file with the '
                "`include`"
            ),
        ),
        ("include-not-found", '"c.yaml" and all that follow are not read: the included files are more than 3'),
    ]
