"""The evaluation of one spec: first what decides who uses what, then what is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.values import retired
from gen_flowlogs.values.evaluate import Evaluator, Variant
from gen_flowlogs.values.membership import Membership
from gen_flowlogs.values.parts import OF_WRITERS, changed, parts
from gen_flowlogs.values.usage import KEYS, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gen_flowlogs.source import Document
    from gen_flowlogs.values.evaluate import Stacks
    from gen_flowlogs.values.known import Known
    from gen_flowlogs.values.reading import Read

Name = tuple[str, str]
"""A section and the name of a definition in it; of `defaults` and `terraform`, one of their keys."""

Reading = dict[tuple[str, Name], tuple["Read", ...]]
"""File and definition → what it reads, for each that does."""


class Work:
    """The variants of each definition of a spec that reads values, by file."""

    def __init__(self, documents: Sequence[Document], known: Known, reading: Reading) -> None:
        self._documents = documents
        self._reading = reading
        self._stacks: Stacks = tuple(name for name in known.stacks if name is not None)
        self._known = known
        self._evaluator = Evaluator(known)
        self.variants: dict[str, dict[Name, tuple[Variant, ...]]] = {}
        self.findings = self._evaluator.findings

    def do(self) -> None:
        """Evaluate all that the spec uses."""
        for document, name, raw in self._section("stacks"):
            self._evaluate(document, ("stacks", name), raw, (name,))
        for document, name, raw in self._section("terraform"):
            self._evaluate(document, ("terraform", name), raw, self._stacks)
        usage = self._points()
        for document, name, raw in self._section("filters"):
            if usage.has("filter", name):
                self._evaluate(document, ("filters", name), raw, usage.of("filter", name))
            else:
                self._put(document, ("filters", name), [self._unused(document, ("filters", name), raw)])
        for document, name, raw in self._section("destinations"):
            self._destination(document, name, raw, usage)

    def _section(self, section: str) -> Iterator[tuple[Document, str, Any]]:
        for document in self._documents:
            held = document.data.get(section)
            if isinstance(held, dict):
                for name, raw in held.items():
                    if (document.file, (section, name)) in self._reading:
                        yield document, name, raw

    def _evaluate(self, document: Document, name: Name, raw: Any, stacks: Stacks, *, needed: bool = True) -> None:
        if self._stacks and not stacks:
            self._put(document, name, [self._unused(document, name, raw)])
        else:
            self._put(document, name, self._of(document, name, raw, stacks, needed=needed))

    def _of(self, document: Document, name: Name, raw: Any, stacks: Stacks, *, needed: bool) -> tuple[Variant, ...]:
        what = self._reading[document.file, name]
        return self._evaluator.variants(raw, what, Origin(document.file, name), stacks, needed=needed)

    def _unused(self, document: Document, name: Name, raw: Any) -> Variant:
        """A definition that nothing uses, as it would be in the first stack that has all of its values.

        One of an included file is for the specs that use it: it is not evaluated, and may read what is no value here. A
        filter is then as good as empty, since its keys are judged together.
        """
        what = self._reading[document.file, name]
        if document is not self._documents[0]:
            if name[0] == "filters":
                return Variant((), {})
            return Variant((), raw, tuple(read.path for read in what if not read.elsewhere))
        names = {each for read in what for each in read.names} & self._known.names
        having = [each for each in self._stacks if names <= self._known.stacks[each].keys()]
        (variant,) = self._of(document, name, raw, tuple((having or self._stacks)[:1]), needed=False)
        return Variant((), variant.data, variant.broken)

    def _put(self, document: Document, name: Name, variants: Sequence[Variant]) -> None:
        self.variants.setdefault(document.file, {})[name] = tuple(variants)

    def _points(self) -> Usage:
        """Evaluate the capture points and what `defaults` gives them, and note what they use."""
        held = [each.data.get("defaults") for each in self._documents]
        defaults: Mapping[str, Any] = next((each for each in held if isinstance(each, dict)), {})
        membership = Membership(defaults, self._stacks)
        inheriting: dict[str, set[Stacks]] = {key: set() for key in KEYS}
        points: list[tuple[Any, Stacks]] = []
        for document in self._documents:
            section = document.data.get("capture_points")
            for name, raw in section.items() if isinstance(section, dict) else ():
                if not isinstance(raw, dict):
                    continue
                stacks = membership.of(raw)
                for key in KEYS:
                    if key not in raw:
                        inheriting[key].add(stacks)
                if (document.file, ("capture_points", name)) in self._reading:
                    self._evaluate(document, ("capture_points", name), raw, stacks)
                    made = self.variants[document.file]["capture_points", name]
                    points += [(each.data, each.stacks) for each in made]
                else:
                    points.append((raw, stacks))
        inherited = {key: [Variant(self._stacks, defaults.get(key))] for key in KEYS}
        for document, key, raw in self._section("defaults"):
            if key in KEYS and not inheriting[key]:
                self._put(document, ("defaults", key), [self._unused(document, ("defaults", key), raw)])
                continue
            several = {each for stacks in inheriting[key] for each in stacks} if key in KEYS else self._stacks
            self._evaluate(document, ("defaults", key), raw, tuple(sorted(several)))
            inherited[key] = list(self.variants[document.file]["defaults", key])
        usage = Usage(inherited)
        for point, stacks in points:
            usage.add(point, stacks)
        return usage

    def _destination(self, document: Document, name: str, raw: Any, usage: Usage) -> None:
        key = ("destinations", name)
        if isinstance(raw, dict) and isinstance(raw.get("retired"), list):
            self.findings += retired.check(raw, Origin(document.file, key), self._stacks)
        users = usage.of("destinations", name)
        gone = isinstance(raw, dict) and bool(raw.get("retired"))
        used = gone or usage.has("destinations", name)
        if not used and (not self._stacks or document is not self._documents[0]):
            self._put(document, key, [self._unused(document, key, raw)])
            return
        if not isinstance(raw, dict) or not self._stacks:
            self._evaluate(document, key, raw, (), needed=not gone)
            return
        variants: list[Variant] = []
        for part in parts(raw, users, self._stacks):
            for each in self._of(document, key, raw, part.stacks, needed=part.needed):
                stacks = () if part.whole else each.stacks
                variants.append(Variant(stacks, changed(each.data, part.changes), each.broken))
            if part.whole:
                self._check_writers(document, key, part.stacks[0], users)
        self._put(document, key, variants or [self._unused(document, key, raw)])

    def _check_writers(self, document: Document, key: Name, owner: str, users: Stacks) -> None:
        """Find settings that a bucket's writers have too, and that would be others there."""
        here = self._known.stacks[owner]
        for read in self._reading[document.file, key]:
            if read.path[:1] != ("s3",) or read.path[1] not in OF_WRITERS:
                continue
            for user in users:
                there = self._known.stacks[user]
                names = [name for name in read.names if name in here and name in there]
                differing = next((name for name in names if here[name].data != there[name].data), None)
                if differing is not None:
                    self.findings.append(
                        Finding(
                            "bucket-owner",
                            f"{quoted(read.path[1])} reads {quoted(differing)}, which differs between the bucket's "
                            f"stack {quoted(owner)} and {quoted(user)}, which writes to it; write `stack: each` for a "
                            "bucket in every stack, or one string for both",
                            Origin(document.file, (*key, *read.path)),
                            (("the bucket's stack has it at", here[differing].origin),),
                        )
                    )
                    break
