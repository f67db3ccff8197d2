"""What a change means for records that exist, where a thing is there already, and for renames that cannot be."""

from __future__ import annotations

from typing import Any

import pytest

import mutations
from gen_flowlogs.compare import Comparison, compare
from mutations import ACCOUNT, spec, vpc

HERE = {"account": ACCOUNT, "region": "us-east-1"}
AWAY = {"account": "444455556666", "region": "us-east-1"}
STAYS = 'the log group "/c" stays with its records: Terraform only stops managing it'
OWN_FILE = "in a `.tf` file of your own beside the generated ones"
REMOVED = f"to keep the bucket, write `removed` blocks with `destroy = false` for its resources {OWN_FILE}"


def group(name: str, **said: Any) -> dict[str, Any]:
    return {"cloudwatch_logs": {"log_group": name, **said}}


def bucket(**said: Any) -> dict[str, Any]:
    return {"s3": {"bucket": "acme-logs", **said}}


def point(to: Any, number: int = 1, **said: Any) -> dict[str, Any]:
    return {"vpc": vpc(number), "destinations": to, **said}


def small(points: Any, destinations: Any, stacks: Any = None, **said: Any) -> dict[str, Any]:
    there = {"stacks": stacks, "defaults": {"stack": next(iter(stacks))}} if stacks else {}
    return {
        "version": 1, "name": "small", "capture_points": points, "destinations": destinations, **there, **said,
    }  # fmt: skip


def between(old: dict[str, Any], new: dict[str, Any] | None) -> Comparison:
    return compare(spec(old), spec(new) if new else None)


def said(comparison: Comparison, kind: str, name: str | None = None) -> list[str]:
    return [each.message for each in comparison.effects if each.effect == kind and name in (None, each.destination)]


def reasons(comparison: Comparison) -> dict[str, str]:
    return {each.address: each.reason for each in comparison.changes}


# renames


def test_two_renames_in_any_order():
    for pair in mutations.renamed_twice():
        comparison = compare(pair.old.spec, pair.new.spec)
        assert {each.action for each in comparison.changes} <= {"move"}, pair.name
        assert comparison.effects == comparison.hints == (), pair.name


def test_a_key_that_an_address_gets():
    comparison = between(
        small({"a": {"vpcs": [vpc(1), vpc(2)], "destinations": "l"}}, {"l": group("/l")}),
        small({"b": point("l", renamed_from="a")}, {"l": group("/l")}),
    )
    here = f'aws_flow_log.b__l["{vpc(1)}"]'
    assert reasons(comparison)[here] == "its address loses its instance key"
    assert comparison.hints[0] == (
        f"to keep the flow log, write a `moved` block {OWN_FILE}: `from = {here}`, `to = aws_flow_log.b__l`"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"a": group("/c", on_destroy="delete")}, {"b": group("/c", existing=True)}),
        ({"a": {**group("/c"), "retired": True}, "b": group("/x")}, {"b": group("/x"), "m": group("/c")}),
    ],
)
def test_no_rename_is_offered_where_nothing_would_move(old: dict[str, Any], new: dict[str, Any]):
    before, after = max(old), max(new)
    comparison = between(small({"c": point(before)}, old), small({"c": point(after)}, new))
    assert not any("renamed_from" in each for each in comparison.hints)


TWO = {"here": HERE, "away": HERE}
FAR = {"here": {**HERE, "region": "eu-west-1"}}
UNUSED = {"b": group("/b")}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            small({"c": point("b")}, {**UNUSED, "k": group("/k")}, {"here": HERE}),
            small({"c": point("b")}, {**UNUSED, "l": group("/k")}, {"here": HERE}),
        ),
        (
            small({"c": point("b")}, {**UNUSED, "k": group("/k")}, {"here": HERE}),
            small({"d": point("k")}, {**UNUSED, "k": group("/k")}, {"here": HERE}),
        ),
        (
            small({"c": point("k", stack="here")}, {"k": group("/k")}, TWO),
            small({"c": point("l", stack="away")}, {"l": group("/k")}, TWO),
        ),
        (small({"c": point("k")}, {"k": bucket()}, {"here": HERE}), small({"c": point("l")}, {"l": bucket()}, FAR)),
    ],
    ids=["nothing was made of it", "another destination too", "in two stacks", "another region"],
)
def test_no_rename_is_offered_where_a_state_has_nothing_to_move(old: dict[str, Any], new: dict[str, Any]):
    assert not any("renamed_from" in each for each in between(old, new).hints)


def test_a_rename_of_both_is_offered():
    hints = between(
        small({"c": point("k")}, {"k": group("/k")}, {"here": HERE}),
        small({"d": point("l")}, {"l": group("/k")}, {"here": HERE}),
    ).hints
    assert [each.partition(" looks")[0] for each in hints if "renamed_from" in each] == [
        "capture_points.d",
        "destinations.l",
    ]


# what is there already


BUCKETS = {"a": {"s3": {"bucket": "acme-a"}}, "b": {"s3": {"bucket": "acme-b"}}}


@pytest.mark.parametrize(
    ("new", "advice"),
    [
        ({"a": BUCKETS["b"], "b": BUCKETS["a"]}, '; rename "b" to a third name, with `renamed_from: b`'),
        (
            {"a": BUCKETS["b"]},
            '; leave it to "b", send to "b" instead of "a", and write `retired: true` at "a"',
        ),
        ({"a": BUCKETS["b"], "b": {"s3": {"bucket": "acme-c"}}}, '; leave it to "b"'),
        ({"z": BUCKETS["b"], "b": {"s3": {"bucket": "acme-c"}}}, '; leave it to "b"'),
        ({"z": BUCKETS["b"]}, '; write `renamed_from: b` at "z"'),
    ],
    ids=["swapped", "taken over", "taken over in a row", "taken by a new one", "renamed"],
)
def test_advice_on_a_bucket_that_another_destination_takes(new: dict[str, Any], advice: str):
    comparison = between(small({"x": point([*BUCKETS])}, BUCKETS), small({"x": point([*new])}, new))
    (message,) = [each for each in said(comparison, "blocked") if '"acme-b" of the destination "b" stays' in each]
    words = "cannot create it and the apply fails"
    is_refused = any("so nothing is applied" in each for each in said(comparison, "blocked"))
    assert message.partition("cannot create it" if is_refused else words)[2] == advice


def test_buckets_that_swap_keep_their_records_under_third_names():
    third = {"y": {**BUCKETS["a"], "renamed_from": "a"}, "z": {**BUCKETS["b"], "renamed_from": "b"}}
    comparison = between(small({"x": point(["a", "b"])}, BUCKETS), small({"x": point(["z", "y"])}, third))
    assert {each.action for each in comparison.changes} == {"move"}


def test_no_second_bucket_is_advised_where_the_region_changes():
    old = small({"x": point("a")}, {"a": BUCKETS["a"]}, {"here": HERE})
    new = small({"x": point("a")}, {"a": BUCKETS["b"]}, FAR)
    assert not any("retired" in each for each in said(between(old, new), "blocked"))


def test_two_log_groups_that_swap_their_names():
    points = {"c": point("a"), "d": point("b", 2)}
    for on_destroy, count in (("keep", 2), ("delete", 0)):
        one, other = group("/a", on_destroy=on_destroy), group("/b", on_destroy=on_destroy)
        comparison = between(small(points, {"a": one, "b": other}), small(points, {"a": other, "b": one}))
        assert len(said(comparison, "blocked")) == count


def test_a_stack_of_another_name():
    points, there = {"c": point(["a", "s"])}, {"a": group("/c"), "s": bucket()}
    comparison = between(small(points, there, {"one": HERE}), small(points, there, {"uno": HERE}))
    (words,) = said(comparison, "blocked", "a")
    assert words == (
        'the log group "/c" already exists, since the stack "one" leaves it in AWS, so the apply fails; '
        f'write an import block (to = aws_cloudwatch_log_group.a, id = "/c") {OWN_FILE}'
    )
    assert 'the bucket "acme-logs" of the stack "one" already exists' in said(comparison, "blocked", "s")[1]


@pytest.mark.parametrize(
    ("on_destroy", "words"),
    [
        (
            "keep",
            "so the apply fails; a bucket cannot move to another account, so give the new one another name",
        ),
        (
            "delete",
            'until the stack "one" is applied, so the apply fails; apply "one" first, which deletes it',
        ),
    ],
)
def test_a_bucket_of_another_owner(on_destroy: str, words: str):
    points = {"c": point("s", stack="one"), "d": point("s", 2, stack="two")}
    old, new = (
        small(points, {"s": bucket(stack=owner, on_destroy=on_destroy)}, {"one": HERE, "two": AWAY})
        for owner in ("one", "two")
    )
    comparison = between(old, new)
    assert any(each.endswith(words) for each in said(comparison, "blocked"))
    assert "retired" not in str(comparison.effects)
    advice = f"{REMOVED}; the new bucket then needs another name, or an `import` block in the same account"
    assert any(each.effect in ("blocked", "history") and each.message.endswith(advice) for each in comparison.effects)


# other places


def test_another_account():
    points, there = {"c": point(["l", "s"])}, {"l": group("/c", kms="create"), "s": bucket()}
    comparison = between(small(points, there, {"main": HERE}), small(points, there, {"main": AWAY}))
    assert set(reasons(comparison).values()) == {
        'the stack "main" moves to another account, where Terraform creates all of it'
    }
    assert said(comparison, "history") == []
    (words,) = said(comparison, "blocked")
    assert words.startswith('the bucket "acme-logs" of another account already exists, so the apply fails')


def test_another_region():
    points, there = {"c": point(["l", "s"])}, {"l": group("/c", kms="create"), "s": bucket()}
    comparison = between(
        small(points, there, {"main": HERE}), small(points, there, {"main": {**HERE, "region": "eu-west-1"}})
    )
    assert said(comparison, "unmanaged", "l") == [STAYS.replace('"/c"', '"/c" in us-east-1')]
    (words,) = said(comparison, "blocked", "l")
    assert words == (
        "AWS provider 6 refuses to replace aws_kms_key.l (`on_destroy: keep`), so nothing is applied; AWS provider 5 "
        "leaves it in us-east-1, and no longer manages it"
    )
    assert reasons(comparison)["aws_s3_bucket.s"].endswith(
        "AWS provider 6 refuses, since `on_destroy: keep` protects it"
    )


# a spec that is gone


def test_terraform_destroy_refuses_all_or_nothing():
    comparison = between(small({"c": point(["l", "s"])}, {"l": group("/c", on_destroy="delete"), "s": bucket()}), None)
    assert said(comparison, "history") == []
    (words,) = said(comparison, "blocked")
    assert words == (
        "`terraform destroy` refuses and destroys nothing, since `on_destroy: keep` protects aws_s3_bucket.s; first "
        "apply the spec with `on_destroy: delete`, or run `terraform state rm` for each resource that is to stay"
    )
    assert "`terraform destroy` refuses" in reasons(comparison)["aws_s3_bucket.s"]
    assert comparison.notes[0].endswith("refuses that while `on_destroy: keep` protects a bucket or a key")
    alone = between(small({"c": point("l")}, {"l": group("/c", on_destroy="delete")}), None)
    assert said(alone, "history") == ['the log group "/c" and every record in it are deleted']


# what Terraform keeps, and what stays by other means


@pytest.mark.parametrize(
    ("on_destroy", "words"),
    [
        ("keep", 'only a log group of another name gets the default, since "/c" stays'),
        ("delete", 'restores the default, and deletes "/c" with its records'),
    ],
)
def test_a_class_that_is_kept(on_destroy: str, words: str):
    there = group("/c", on_destroy=on_destroy)
    rare = group("/c", on_destroy=on_destroy, **{"class": "INFREQUENT_ACCESS"})
    comparison = between(small({"c": point("l")}, {"l": rare}), small({"c": point("l")}, {"l": there}))
    assert said(comparison, "kept")[0].endswith(words)


def test_queries_do_not_read_fields_that_are_kept():
    there, own = {"s": bucket(queries=True)}, {"f": {"fields": ["srcaddr", "dstaddr"]}}
    comparison = between(small({"c": point("s", filter="f")}, there, filters=own), small({"c": point("s")}, there))
    assert said(comparison, "kept")[0].endswith("; until then the queries read fields that it does not record")


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ({"a": bucket()}, {"a": bucket(existing=True)}, REMOVED),
        (
            {"a": group("/c", on_destroy="delete")},
            {"b": {**group("/c", existing=True), "renamed_from": "a"}},
            REMOVED.replace("bucket", "log group"),
        ),
    ],
)
def test_what_stays_in_use_is_not_retired(old: dict[str, Any], new: dict[str, Any], advice: str):
    comparison = between(small({"c": point(next(iter(old)))}, old), small({"c": point(next(iter(new)))}, new))
    assert any(each.message.endswith(advice) for each in comparison.effects)
    assert "retired" not in str(comparison.effects)


def test_tags_change_whatever_a_variable_is():
    one, other = (
        {"vpc": {"var": name}, "destinations": "l", **tags} for name, tags in (("a", {}), ("b", {"tags": {"x": "y"}}))
    )
    comparison = between(small({"c": one}, {"l": group("/c")}), small({"c": other}, {"l": group("/c")}))
    assert comparison.changes[0].reason.endswith(
        "(it is updated in place if both are the same value, which only Terraform knows)"
    )


# what a policy admits, and names of which AWS has one


def test_a_key_that_goes_to_a_bucket():
    old = small({"c": point("l")}, {"l": group("/c", kms="create")})
    new = small({"c": point("l")}, {"l": bucket(kms="create")})
    (words,) = said(between(old, new), "history")
    assert words == (
        'the log group "/c" stays, but the records in it can no longer be read, since the policy of its key '
        'aws_kms_key.l then admits only deliveries to the bucket "acme-logs"; add a destination with another name for '
        'the new bucket, and write `retired: true` at "l"'
    )


@pytest.mark.parametrize("kms", ["aws", f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"])
def test_a_log_group_that_stays_with_a_key_of_no_destination(kms: str):
    old, new = (small({"c": point("l")}, {"l": group(name, kms=kms)}) for name in ("/c", "/d"))
    assert said(between(old, new), "history") == []
    assert said(between(old, new), "unmanaged") == [STAYS]


def test_a_role_of_another_account_is_no_obstacle():
    stream = {"delivery_stream": "arn:aws:firehose:us-east-1:444455556666:deliverystream/s"}
    there = "arn:aws:iam::444455556666:role/AWSLogDeliveryFirehoseCrossAccountRole-x"
    firehose = {"firehose": {**stream, "cross_account_role": there}}
    named = group("/c", role={"name": "AWSLogDeliveryFirehoseCrossAccountRole-x"})
    old = small({"c": point("f")}, {"f": firehose}, {"one": HERE})
    new = small({"c": point(["f", "l"])}, {"f": firehose, "l": named}, {"one": HERE})
    assert said(between(old, new), "blocked") == []


def test_a_database_of_another_stack_is_there_until_that_is_applied():
    there = {"s": bucket(queries=True, on_destroy="delete")}
    old, new = (small({"c": point("s")}, there, {name: HERE}) for name in ("one", "uno"))
    kinds = [each.split('"')[0] for each in said(between(old, new), "blocked")]
    assert kinds == ["the Athena workgroup ", "the Glue database ", "the bucket "]


def test_stacks_that_swap_their_accounts():
    there = {"s": bucket(queries=True, stack="one")}
    points = {"c": {"vpcs": {"lookup": {"tags": {"a": "b"}}}, "destinations": "s", "stack": "one"}}
    old, new = (small(points, there, stacks) for stacks in ({"one": HERE, "two": AWAY}, {"one": AWAY, "two": HERE}))
    comparison = between(old, new)
    (words,) = said(comparison, "blocked")
    assert words.startswith('the bucket "acme-logs" of another account already exists')
    moved = small(
        {**points, "d": {**points["c"], "stack": "two"}},
        {"s": bucket(queries=True, stack="two")},
        {"one": AWAY, "two": HERE},
    )
    databases = [each for each in said(between(old, moved), "blocked") if each.startswith("the Glue database")]
    assert len(databases) == 1
    assert f'id = "{ACCOUNT}:flow_logs_acme_logs")' in databases[0]
