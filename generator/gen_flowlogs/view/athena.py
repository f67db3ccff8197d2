"""S3 destinations with `queries` → a Glue table of their records, and an Athena workgroup to query it.

The names of the database and the workgroup come from bucket and prefix, so that renaming a destination replaces
nothing. The workgroup writes its results to the same bucket, beside `AWSLogs/`: the table does not read them, AWS's
delivery may not write there, and the bucket's encryption, privacy and lifecycle apply to them too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gen_flowlogs import naming
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Comment, Map, Ref, interpolate
from gen_flowlogs.model import known_name
from gen_flowlogs.policies.destinations import key_arn
from gen_flowlogs.view import glue, sql
from gen_flowlogs.view.partitions import partitions
from gen_flowlogs.view.resources import OfDestination, tag_map

if TYPE_CHECKING:
    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.hcl import Text
    from gen_flowlogs.model import S3, CapturePoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Workgroup(OfDestination):
    """`aws_athena_workgroup`, whose configuration no client can override.

    Destroyed with its history, which has queries and no records.
    """

    TYPE: ClassVar[str] = "aws_athena_workgroup"

    name: str
    description: str
    output_location: Text
    encryption_option: str
    kms_key_arn: str | Ref | None
    tags: Map | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery(OfDestination):
    """`aws_athena_named_query`: one for each name and query of `for_each`."""

    TYPE: ClassVar[str] = "aws_athena_named_query"

    for_each: Map
    name: Ref
    database: Ref
    workgroup: Ref
    query: Ref


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The resources that read one destination's records."""

    comment: Comment
    database: glue.Database
    table: glue.Table
    workgroup: Workgroup
    named_query: NamedQuery


def catalogue(destination: S3, writers: tuple[CapturePoint, ...], senders: tuple[Location, ...]) -> Catalogue | None:
    """The resources that read a destination's records; None where nothing is recorded.

    `writers`: the capture points that record into it, in all stacks. `senders`: their locations. Raises ValueError for
    text of several formats, which `lint` has refused.
    """
    if not writers:
        return None
    label = naming.label(destination.name)
    bucket: Text = known_name(destination) if destination.existing else Ref(f"aws_s3_bucket.{label}.id")
    names = glue.table_fields(destination, writers)
    projected = partitions(
        destination, bucket, senders, gateways=any(point.kind.family == "transit_gateway" for point in writers)
    )
    name = glue.database_name(destination)
    about = f"Flow logs in {glue.bucket_and_prefix(destination)}"
    return Catalogue(
        comment=Comment(f"destinations.{destination.name}"),
        database=glue.Database(
            destination=destination.name, name=name, description=about, tags=tag_map(destination.tags)
        ),
        table=glue.table(destination, sql.TABLE, bucket, names, projected),
        workgroup=_workgroup(destination, name.replace("_", "-"), about, bucket),
        named_query=NamedQuery(
            destination=destination.name,
            for_each=sql.queries(names, projected.today, hourly=destination.hourly),
            name=Ref("each.key"),
            database=Ref(f"{glue.Database.TYPE}.{label}.name"),
            workgroup=Ref(f"{Workgroup.TYPE}.{label}.name"),
            query=Ref("each.value"),
        ),
    )


def _workgroup(destination: S3, name: str, about: str, bucket: Text) -> Workgroup:
    key = key_arn(destination)
    folder = f"/{destination.prefix}/athena-results/" if destination.prefix else "/athena-results/"
    return Workgroup(
        destination=destination.name,
        name=name,
        description=about,
        output_location=interpolate("s3://", bucket, folder),
        encryption_option="SSE_S3" if key is None else "SSE_KMS",
        kms_key_arn=key,
        tags=tag_map(destination.tags),
    )
