"""Names that are derived: each is legal, and what differs does not share one."""

from __future__ import annotations

from gen_flowlogs import naming
from gen_flowlogs.model import ONLY, Stack


def test_a_subject_of_punctuation_has_a_name():
    names = {naming.key_alias(subject, ONLY) for subject in ("/", "//", "/_/", "a", "/a/b")}
    assert len(names) == 5
    assert not any(name.endswith("-") for name in names)
    assert naming.key_alias("/", Stack("east", "111122223333", "us-east-1")).endswith("-east")


def test_what_has_letters_is_called_as_before():
    assert naming.key_alias("/vpc/flow-logs/", ONLY) == "alias/flow-logs-vpc-flow-logs"
    long = naming.key_alias("x" * 300, ONLY)
    assert len(long) == 256
    assert long.startswith("alias/flow-logs-xxx")


def test_the_way_back_from_the_label_of_a_flow_log():
    assert naming.labels_of_flow_log(naming.flow_log_label("core-vpc", "archive-eu")) == ("core_vpc", "archive_eu")
    assert naming.labels_of_flow_log("another") == ("another", "")


def test_a_name_of_exactly_the_limit_is_not_shortened():
    room = 256 - len("alias/flow-logs-")
    exact, more = (naming.key_alias("x" * length, ONLY) for length in (room, room + 1))
    assert exact == "alias/flow-logs-" + "x" * room
    assert len(exact) == len(more) == 256
    assert more != "alias/flow-logs-" + "x" * room
    assert more[-9] == "-"
