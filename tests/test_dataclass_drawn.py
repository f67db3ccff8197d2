"""Classes drawn by chance are the same of both makers; every class and pattern of the package can be used; threads."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import operator
import pickle
import pkgutil
import re
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gen_flowlogs
from gen_flowlogs import dataclass as quick
from gen_flowlogs import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Pair = tuple[object, object]

NAMES = ("a", "b", "c", "d")
VALUES = (0, 1, -1, "a", "", None, (1, 2), frozenset({1}), True)
FIELD = st.tuples(
    st.fixed_dictionaries({}, optional={name: st.booleans() for name in ("init", "repr", "compare")}),
    st.sampled_from([{}, {"default": 5}, {"default_factory": tuple}]),
).map(lambda said: {"default": 5, **said[0]} if said[0].get("init") is False and not said[1] else said[0] | said[1])
CLASS = st.lists(st.tuples(st.sampled_from(NAMES), FIELD), max_size=4, unique_by=lambda each: each[0])
OPTIONS = st.fixed_dictionaries({name: st.booleans() for name in ("frozen", "slots", "kw_only", "order")})
CALL = st.tuples(
    st.lists(st.sampled_from(VALUES), max_size=4),
    st.dictionaries(st.sampled_from((*NAMES, "z")), st.sampled_from(VALUES)),
)
USES: tuple[Callable[[Any], object], ...] = (
    repr,
    dataclasses.asdict,
    lambda value: repr(dataclasses.replace(value)),
    lambda value: copy.copy(value) == value == copy.deepcopy(value),
    lambda value: (failed(outcome(setattr, value, "a", 7)), repr(value)),
    lambda value: type(value).__match_args__,
    lambda value: [(each.name, getattr(value, each.name)) for each in dataclasses.fields(value)],
)


def made(library: Any, classes: Sequence[Sequence[tuple[str, dict[str, Any]]]], options: dict[str, bool]) -> type:
    """The last of some classes, each derived from the one before."""
    base: type = object
    for number, fields in enumerate(classes):
        body = {name: library.field(**said) for name, said in fields if said}
        names = {"__annotations__": dict.fromkeys((name for name, _ in fields), "int"), "__module__": __name__}
        base = library.dataclass(**options)(type(f"C{number}", (base,), names | body))
    return base


def outcome(work: Callable[..., object], *arguments: object, **named: object) -> object:
    """A value, or the type of an exception."""
    try:
        return work(*arguments, **named)
    except Exception as error:  # noqa: BLE001 - any, to be compared
        return type(error)


def failed(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Exception)


def assert_alike(pair: Pair, others: Sequence[Pair]) -> None:
    """Hold two values, of the standard library's class and of ours, against each other and against more such pairs."""
    for use in USES:
        assert outcome(use, pair[0]) == outcome(use, pair[1])
    assert failed(outcome(hash, pair[0])) == failed(outcome(hash, pair[1]))
    for compare in (operator.eq, operator.lt, operator.ge):
        for other in others:
            both = [outcome(compare, one, two) for one, two in zip(pair, other, strict=True)]
            assert both[0] == both[1] or TypeError in both  # of one field, ours compares the values, not tuples


@settings(max_examples=25, deadline=None)
@given(st.lists(CLASS, min_size=1, max_size=2), OPTIONS, st.lists(CALL, min_size=1, max_size=3))
def test_a_drawn_class_is_the_same(
    classes: list[list[tuple[str, dict[str, Any]]]], options: dict[str, bool], calls: list[Any]
):
    theirs = outcome(made, dataclasses, classes, options)
    if failed(theirs):  # an argument without a default after one with it, which mypy refuses and a test below finds
        return
    ours = made(quick, classes, options)
    whole = dict.fromkeys(inspect.signature(theirs).parameters, 1)
    for _ in range(2):
        pairs = []
        for args, named in [*calls, ((), whole)]:
            pair = (outcome(theirs, *args, **named), outcome(ours, *args, **named))
            if failed(pair[0]):
                assert pair[0] == pair[1]
            else:
                pairs.append(pair)
        for pair in pairs:
            assert_alike(pair, pairs)
        for _ in range(quick._PLAIN_CALLS):  # then `__init__` is compiled
            ours(**whole)


@pytest.mark.parametrize("argument", ["kw_only", "hash", "metadata", "doc"])
def test_an_argument_that_would_be_forgotten_is_refused(argument: str):
    with pytest.raises(TypeError, match=argument):
        quick.field(**{argument: True})


def modules() -> list[Any]:
    names = [each.name for each in pkgutil.walk_packages(gen_flowlogs.__path__, "gen_flowlogs.")]
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


def test_every_class_and_pattern_of_the_package_is_sound():
    found = {id(each): each for module in modules() for each in vars(module).values()}.values()
    classes = [each for each in found if isinstance(each, type) and quick._OWN in vars(each)]
    patterns = [each for each in found if isinstance(each, lazy_pattern._Pattern)]
    assert (len(classes) > 300, len(patterns) > 100) == (True, True)
    for cls in classes:
        init = quick._compiled_init(cls, quick.fields(cls), object.__setattr__)
        assert {*inspect.signature(init).parameters} - {"self"} == {
            each.name for each in quick.fields(cls) if each.init
        }
    for each in patterns:
        assert each.pattern == re.compile(*each._arguments).pattern


def test_threads_make_the_same_values():
    cls = made(quick, [[("a", {}), ("b", {"default_factory": tuple})]], {"frozen": True, "slots": True})
    start, values = threading.Barrier(8), []

    def work() -> None:
        start.wait()
        values.extend(cls(a=number) for number in range(50))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted((each.a, each.b) for each in values) == [(number, ()) for number in range(50) for _ in range(8)]


def test_a_pattern_may_be_copied_before_and_after_its_first_use():
    for one in (lazy_pattern.pattern(r"(a)b", re.IGNORECASE), lazy_pattern.pattern(rb"\w+")):
        for _ in range(2):
            for each in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
                assert (each.pattern, each.flags) == (one.pattern, one.flags)
            assert one.search(b"xABx" if isinstance(one.pattern, bytes) else "xABx")
    with pytest.raises(AttributeError):
        _ = one.no_such_method
    with pytest.raises(re.error):
        lazy_pattern.pattern("(").search("a")
