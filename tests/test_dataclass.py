"""The project's `dataclass` makes what the standard library's makes, class by class, and compiles less."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from catalogue import ROOT
from gen_flowlogs import dataclass as quick

if TYPE_CHECKING:
    from collections.abc import Callable

BOTH = (dataclasses, quick)
OPTIONS = [
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
    {"frozen": True, "slots": True, "eq": False},
    {"frozen": True, "slots": True, "order": True},
    {"frozen": True},
    {"slots": True},
    {"slots": True, "kw_only": True},
    {"eq": False},
    {},
]


def ids(options: dict[str, bool]) -> str:
    return ", ".join(options) or "none"


def made(library: Any, options: dict[str, bool]) -> type:
    @library.dataclass(**options)
    class Point:
        KIND: ClassVar[str] = "point"
        x: int
        name: str = "a"
        tags: dict[str, int] = library.field(default_factory=dict, compare=False)
        depth: int = library.field(default=3, init=False, repr=False)
        sum: int = library.field(init=False, compare=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "sum", self.x + self.depth)

    return Point


def outcome(work: Callable[[], object]) -> object:
    """What comes of it: a value, or the type of an exception with its words but for the name of the class."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - any, to be compared
        return type(error), str(error).rpartition("Point.")[2]


USES: dict[str, Callable[[type], object]] = {
    "by place": lambda cls: repr(cls(1, "b", {"k": 2})),
    "by name": lambda cls: repr(cls(x=1, name="b", tags={"k": 2})),
    "defaults": lambda cls: repr(cls(x=1)),
    "a factory makes a value each time": lambda cls: cls(x=1).tags is cls(x=1).tags,
    "a missing argument": lambda cls: cls(),
    "an unknown argument": lambda cls: cls(x=1, y=2),
    "an argument twice": lambda cls: cls(1, x=1),
    "too many": lambda cls: cls(1, "b", {}, 3, 4),
    "no argument of init": lambda cls: cls(x=1, depth=2),
    "after init": lambda cls: (cls(x=1).sum, cls(x=1).depth, cls(x=1).KIND),
    "equal": lambda cls: cls(x=1, tags={}) == cls(x=1, tags={"k": 1}),
    "unequal": lambda cls: cls(x=1) == cls(x=2),
    "another type": lambda cls: (cls(x=1) == 1, cls(x=1) != 1, cls.__eq__(cls(x=1), 1)),
    "hash": lambda cls: len({hash(each) for each in (cls(x=1), cls(x=1))}),
    "hash of another": lambda cls: len({hash(each) for each in (cls(x=1), cls(x=2))}),
    "in a set": lambda cls: len({cls(x=1), cls(x=1), cls(x=2)}),
    "less": lambda cls: (cls(x=1) < cls(x=2), cls(x=2) <= cls(x=1), cls(x=1) > cls(x=2), cls(x=1) >= cls(x=1)),
    "less than another type": lambda cls: cls(x=1) < 1,
    "sorted": lambda cls: [each.x for each in sorted([cls(x=2), cls(x=1)])],
    "set": lambda cls: setattr(cls(x=1), "x", 2),
    "set an unknown one": lambda cls: setattr(cls(x=1), "x", 2),
    "delete": lambda cls: delattr(cls(x=1), "x"),
    "replace": lambda cls: repr(dataclasses.replace(cls(x=1, name="b"), x=5)),
    "replace what is no argument": lambda cls: isinstance(
        outcome(lambda: dataclasses.replace(cls(x=1), depth=5)), tuple
    ),
    "fields": lambda cls: [
        (each.name, each.type, each.init, each.repr, each.compare, each.kw_only) for each in dataclasses.fields(cls)
    ],
    "as a mapping": lambda cls: dataclasses.asdict(cls(x=1)),
    "is one": lambda cls: (dataclasses.is_dataclass(cls), dataclasses.is_dataclass(cls(x=1))),
    "for match": lambda cls: cls.__match_args__,
    "slots": lambda cls: (getattr(cls, "__slots__", None), hasattr(cls(x=1), "__dict__")),
    "copies": lambda cls: repr((copy.copy(cls(x=1)), copy.deepcopy(cls(x=1, tags={"k": 1})))),
    "a copy is deep": lambda cls: copy.deepcopy(one := cls(x=1)).tags is one.tags,
    "defaults of the class": lambda cls: isinstance(vars(cls).get("name"), str),
    "name": lambda cls: (cls.__name__, cls.__qualname__.rpartition(".")[2], cls.__module__),
}


@pytest.mark.parametrize("options", OPTIONS, ids=ids)
@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_it_does_what_the_standard_library_does(use: Callable[[type], object], options: dict[str, bool]):
    theirs, ours = (made(library, options) for library in BOTH)
    expected = outcome(lambda: use(theirs))
    for _ in range(quick._PLAIN_CALLS + 2):  # by the plain `__init__` and by the compiled one
        assert outcome(lambda: use(ours)) == expected


def family(library: Any, options: dict[str, bool]) -> tuple[type, type]:
    @library.dataclass(**options)
    class Base:
        x: int
        y: int = 2

    @library.dataclass(**options)
    class Derived(Base):
        z: int = 3
        x: int = 7

        def __repr__(self) -> str:
            return "derived"

    return Base, Derived


@pytest.mark.parametrize("options", OPTIONS, ids=ids)
def test_a_class_may_derive_from_another(options: dict[str, bool]):
    def of(library: Any) -> object:
        base, derived = family(library, options)
        one = derived(x=1)
        values = [each.name for each in library.fields(derived)], derived.__match_args__, (one.x, one.y, one.z)
        return *values, repr(one), repr(derived().x), base(x=1) == derived(x=1), isinstance(one, base)

    assert of(quick) == of(dataclasses)


@pytest.mark.parametrize("library", BOTH)
def test_what_a_class_has_itself_stays(library: Any):
    @library.dataclass(frozen=True, slots=True)
    class Own:
        x: int

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "own"

    assert (Own(1) == 2, hash(Own(1)), repr(Own(1))) == (True, 7, "own")


@pytest.mark.parametrize("library", BOTH)
def test_a_default_that_changes_is_refused(library: Any):
    with pytest.raises(ValueError, match="mutable default"):

        @library.dataclass(slots=True)
        class Wrong:
            x: list[int] = []  # noqa: RUF012 - what is refused


@quick.dataclass(frozen=True, slots=True)
class Pickled:
    x: int
    y: tuple[int, ...] = ()


def test_values_can_be_pickled():
    assert pickle.loads(pickle.dumps(Pickled(1, (2,)))) == Pickled(1, (2,))


def test_own_tools_take_dataclasses_of_both():
    theirs = made(dataclasses, {"frozen": True})(1)
    ours = made(quick, {"frozen": True})(1)
    for one in (theirs, ours):
        assert [each.name for each in quick.fields(one)] == ["x", "name", "tags", "depth", "sum"]
        assert quick.is_dataclass(one)
        assert quick.is_dataclass(type(one))
        assert quick.replace(one, x=5).sum == 8
    assert not quick.is_dataclass(1)


def test_nothing_is_compiled_before_there_are_many_values(monkeypatch: pytest.MonkeyPatch):
    compiled: list[str] = []
    monkeypatch.setattr(quick, "exec", lambda text, names: (compiled.append(text), exec(text, names)), raising=False)
    cls = made(quick, {"frozen": True, "slots": True})
    for _ in range(quick._PLAIN_CALLS):
        cls(1)
    assert compiled == []
    cls(1)
    cls(1)
    assert len(compiled) == 1


def test_the_standard_library_is_not_imported_for_it():
    code = "import sys, gen_flowlogs.model, gen_flowlogs.view; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"dataclasses", "inspect"} & set(ran.stdout.split()) == set()
