"""The templates as functions: views → pieces of text. Made by tests/support/compile_templates.py from templates/.

Change the templates, then `make golden`. Until then `render` takes a template that was changed through Jinja.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Write = Callable[[Any], str]
    Template = Callable[[Any, Write], Iterator[str]]


def cloudwatch_logs(view: Any, write: Write) -> Iterator[str]:
    for destination in view.destinations:
        yield f'{write(destination.comment)}\n'
        if destination.log_group is not None:
            yield f'resource "aws_cloudwatch_log_group" {write(destination.log_group.label)} {{\n'
            if destination.log_group.kms_key_id is None:
                yield "  # checkov:skip=CKV_AWS_158:the spec leaves encryption to the service's own key; `kms` names another or makes one\n"
            if destination.log_group.retention_in_days is None:
                yield (
                    '  # checkov:skip=CKV_AWS_66:the spec keeps the records for ever\n'
                    '  # checkov:skip=CKV_AWS_338:the spec keeps the records for ever\n'
                )
            if destination.short_lived:
                yield '  # checkov:skip=CKV_AWS_338:the spec keeps the records for less than a year\n'
            yield f'  name = {write(destination.log_group.name)}\n'
            if destination.log_group.log_group_class is not None:
                yield f'  log_group_class = {write(destination.log_group.log_group_class)}\n'
            if destination.log_group.retention_in_days is not None:
                yield f'  retention_in_days = {write(destination.log_group.retention_in_days)}\n'
            if destination.log_group.kms_key_id is not None:
                yield f'  kms_key_id = {write(destination.log_group.kms_key_id)}\n'
            if destination.log_group.deletion_protection_enabled is not None:
                yield f'  deletion_protection_enabled = {write(destination.log_group.deletion_protection_enabled)}\n'
            if destination.log_group.skip_destroy is not None:
                yield f'  skip_destroy = {write(destination.log_group.skip_destroy)}\n'
            if destination.log_group.tags is not None:
                yield f'  tags = {write(destination.log_group.tags)}\n'
            yield (
                '}\n'
                '\n'
            )
        if destination.key is not None:
            yield (
                f'resource "aws_kms_key" {write(destination.key.key.label)} {{\n'
                f'  description = {write(destination.key.key.description)}\n'
                '  enable_key_rotation = true\n'
                f'  policy = {write(destination.key.key.policy)}\n'
            )
            if destination.key.key.tags is not None:
                yield f'  tags = {write(destination.key.key.tags)}\n'
            if destination.key.key.prevent_destroy:
                yield (
                    '\n'
                    '  lifecycle {\n'
                    '    prevent_destroy = true\n'
                    '  }\n'
                )
            yield (
                '}\n'
                '\n'
                f'resource "aws_kms_alias" {write(destination.key.alias.label)} {{\n'
                f'  name = {write(destination.key.alias.name)}\n'
                f'  target_key_id = {write(destination.key.alias.target_key_id)}\n'
                '}\n'
                '\n'
            )
        if destination.role is not None:
            yield (
                f'resource "aws_iam_role" {write(destination.role.role.label)} {{\n'
                f'  name = {write(destination.role.role.name)}\n'
            )
            if destination.role.role.description is not None:
                yield f'  description = {write(destination.role.role.description)}\n'
            if destination.role.role.path is not None:
                yield f'  path = {write(destination.role.role.path)}\n'
            if destination.role.role.permissions_boundary is not None:
                yield f'  permissions_boundary = {write(destination.role.role.permissions_boundary)}\n'
            yield f'  assume_role_policy = {write(destination.role.role.assume_role_policy)}\n'
            if destination.role.role.tags is not None:
                yield f'  tags = {write(destination.role.role.tags)}\n'
            yield (
                '}\n'
                '\n'
                f'resource "aws_iam_role_policy" {write(destination.role.policy.label)} {{\n'
            )
            if destination.documented:
                yield (
                    "  # checkov:skip=CKV_AWS_290:the spec asks for the permissions of AWS's own example, which names no log group\n"
                    "  # checkov:skip=CKV_AWS_355:the spec asks for the permissions of AWS's own example, which names no log group\n"
                )
            yield (
                f'  name = {write(destination.role.policy.name)}\n'
                f'  role = {write(destination.role.policy.role)}\n'
                f'  policy = {write(destination.role.policy.policy)}\n'
                '}\n'
                '\n'
            )


def data(view: Any, write: Write) -> Iterator[str]:
    if view.caller_identity:
        yield (
            f'data "aws_caller_identity" {write(view.current)} {{}}\n'
            '\n'
        )
    if view.partition:
        yield (
            f'data "aws_partition" {write(view.current)} {{}}\n'
            '\n'
        )
    if view.region:
        yield (
            f'data "aws_service" {write(view.ec2)} {{\n'
            '  service_id = "ec2"\n'
            '}\n'
            '\n'
        )
    if view.logs_suffix is not None:
        yield (
            'locals {\n'
            "  # The principal of CloudWatch Logs ends in the partition's own suffix in these partitions alone.\n"
            f'  {write(view.logs_suffix.name)} = contains({write(view.logs_suffix.partitions)}, {write(view.logs_suffix.partition)}) ? {write(view.logs_suffix.dns_suffix)} : "amazonaws.com"\n'
            '}\n'
            '\n'
        )
    for source in view.data_sources:
        yield (
            f'{write(source.comment)}\n'
            f'data {write(source.type)} {write(source.label)} {{\n'
        )
        for filter in source.filters:
            yield (
                '  filter {\n'
                f'    name = {write(filter.name)}\n'
                f'    values = {write(filter.values)}\n'
                '  }\n'
                '\n'
            )
        if source.empty is not None:
            yield (
                '  lifecycle {\n'
                '    postcondition {\n'
                '      condition = length(self.ids) > 0\n'
                f'      error_message = {write(source.empty)}\n'
                '    }\n'
                '  }\n'
            )
        if source.zonal is not None:
            yield (
                '  lifecycle {\n'
                '    postcondition {\n'
                '      condition = self.availability_mode == "regional"\n'
                f'      error_message = {write(source.zonal)}\n'
                '    }\n'
                '  }\n'
            )
        yield (
            '}\n'
            '\n'
        )


def firehose(view: Any, write: Write) -> Iterator[str]:
    for destination in view.destinations:
        yield (
            f'{write(destination.comment)}\n'
            f'resource "aws_iam_role" {write(destination.role.role.label)} {{\n'
            f'  name = {write(destination.role.role.name)}\n'
        )
        if destination.role.role.description is not None:
            yield f'  description = {write(destination.role.role.description)}\n'
        if destination.role.role.path is not None:
            yield f'  path = {write(destination.role.role.path)}\n'
        if destination.role.role.permissions_boundary is not None:
            yield f'  permissions_boundary = {write(destination.role.role.permissions_boundary)}\n'
        yield f'  assume_role_policy = {write(destination.role.role.assume_role_policy)}\n'
        if destination.role.role.tags is not None:
            yield f'  tags = {write(destination.role.role.tags)}\n'
        yield (
            '}\n'
            '\n'
            f'resource "aws_iam_role_policy" {write(destination.role.policy.label)} {{\n'
            f'  name = {write(destination.role.policy.name)}\n'
            f'  role = {write(destination.role.policy.role)}\n'
            f'  policy = {write(destination.role.policy.policy)}\n'
            '}\n'
            '\n'
        )


def flow_logs(view: Any, write: Write) -> Iterator[str]:
    if view.locals:
        yield 'locals {\n'
        for local in view.locals:
            yield (
                f'  {write(local.name)} = {write(local.value)}\n'
                '\n'
            )
        yield (
            '}\n'
            '\n'
        )
    for log in view.flow_logs:
        yield (
            f'{write(log.comment)}\n'
            f'resource "aws_flow_log" {write(log.label)} {{\n'
        )
        if log.for_each is not None:
            yield (
                f'  for_each = {write(log.for_each)}\n'
                '\n'
            )
        if log.vpc_id is not None:
            yield f'  vpc_id = {write(log.vpc_id)}\n'
        if log.subnet_id is not None:
            yield f'  subnet_id = {write(log.subnet_id)}\n'
        if log.eni_id is not None:
            yield f'  eni_id = {write(log.eni_id)}\n'
        if log.transit_gateway_id is not None:
            yield f'  transit_gateway_id = {write(log.transit_gateway_id)}\n'
        if log.transit_gateway_attachment_id is not None:
            yield f'  transit_gateway_attachment_id = {write(log.transit_gateway_attachment_id)}\n'
        if log.regional_nat_gateway_id is not None:
            yield f'  regional_nat_gateway_id = {write(log.regional_nat_gateway_id)}\n'
        if log.traffic_type is not None:
            yield f'  traffic_type = {write(log.traffic_type)}\n'
        if log.max_aggregation_interval is not None:
            yield f'  max_aggregation_interval = {write(log.max_aggregation_interval)}\n'
        if log.log_format is not None:
            yield f'  log_format = {write(log.log_format)}\n'
        if log.log_destination_type is not None:
            yield f'  log_destination_type = {write(log.log_destination_type)}\n'
        yield f'  log_destination = {write(log.log_destination)}\n'
        if log.iam_role_arn is not None:
            yield f'  iam_role_arn = {write(log.iam_role_arn)}\n'
        if log.deliver_cross_account_role is not None:
            yield f'  deliver_cross_account_role = {write(log.deliver_cross_account_role)}\n'
        if log.tags is not None:
            yield f'  tags = {write(log.tags)}\n'
        if log.destination_options is not None:
            yield (
                '\n'
                '  destination_options {\n'
            )
            if log.destination_options.file_format is not None:
                yield f'    file_format = {write(log.destination_options.file_format)}\n'
            if log.destination_options.hive_compatible_partitions is not None:
                yield f'    hive_compatible_partitions = {write(log.destination_options.hive_compatible_partitions)}\n'
            if log.destination_options.per_hour_partition is not None:
                yield f'    per_hour_partition = {write(log.destination_options.per_hour_partition)}\n'
            yield '  }\n'
        for specification in log.tag_field_specification:
            yield (
                '\n'
                '  tag_field_specification {\n'
                f'    resource_type = {write(specification.resource_type)}\n'
                f'    tag_keys = {write(specification.tag_keys)}\n'
                '  }\n'
            )
        if log.ignore_changes:
            yield (
                '\n'
                '  lifecycle {\n'
                f'    ignore_changes = {write(log.ignore_changes)}\n'
                '  }\n'
            )
        if log.depends_on:
            yield (
                '\n'
                f'  depends_on = {write(log.depends_on)}\n'
            )
        yield (
            '}\n'
            '\n'
        )


def moves(view: Any, write: Write) -> Iterator[str]:
    for move in view.moves:
        yield (
            'moved {\n'
            f'  from = {write(move.source)}\n'
            f'  to = {write(move.target)}\n'
            '}\n'
            '\n'
        )
    for removal in view.removals:
        yield (
            'removed {\n'
            f'  from = {write(removal.source)}\n'
            '\n'
            '  lifecycle {\n'
            '    destroy = false\n'
            '  }\n'
            '}\n'
            '\n'
        )


def outputs(view: Any, write: Write) -> Iterator[str]:
    if view.flow_log_ids is not None:
        yield f'output {write(view.ids_label)} {{\n'
        if view.keyed:
            yield '  description = "Flow log ids by capture point and destination; those of a plural capture point by id or by key of its map"\n'
        else:
            yield '  description = "Flow log ids by capture point and destination; those of a plural capture point by id"\n'
        yield (
            f'  value = {write(view.flow_log_ids)}\n'
            '}\n'
            '\n'
        )
    yield (
        f'output {write(view.arns_label)} {{\n'
        '  description = "ARNs of the destinations"\n'
        f'  value = {write(view.destination_arns)}\n'
        '}\n'
    )
    if view.required_policies is not None:
        yield (
            '\n'
            f'output {write(view.policies_label)} {{\n'
            '  description = "What the policies of existing roles, buckets and keys must say for the records to arrive"\n'
            f'  value = {write(view.required_policies)}\n'
            '}\n'
        )


def providers(view: Any, write: Write) -> Iterator[str]:
    yield (
        'provider "aws" {\n'
        f'  region = {write(view.region)}\n'
        f'  allowed_account_ids = {write(view.allowed_account_ids)}\n'
    )
    if view.assume_role is not None:
        yield (
            '\n'
            '  assume_role {\n'
            f'    role_arn = {write(view.assume_role.role_arn)}\n'
        )
        if view.assume_role.duration is not None:
            yield f'    duration = {write(view.assume_role.duration)}\n'
        if view.assume_role.external_id is not None:
            yield f'    external_id = {write(view.assume_role.external_id)}\n'
        if view.assume_role.session_name is not None:
            yield f'    session_name = {write(view.assume_role.session_name)}\n'
        yield '  }\n'
    yield '}\n'


def queries(view: Any, write: Write) -> Iterator[str]:
    for set in view.query_sets:
        yield (
            f'{write(set.comment)}\n'
            f'resource "aws_cloudwatch_query_definition" {write(set.definition.label)} {{\n'
            f'  for_each = {write(set.definition.for_each)}\n'
            '\n'
            f'  name = {write(set.definition.name)}\n'
            f'  log_group_names = {write(set.definition.log_group_names)}\n'
            f'  query_string = {write(set.definition.query_string)}\n'
            '}\n'
            '\n'
        )
    for catalogue in view.catalogues:
        yield (
            f'{write(catalogue.comment)}\n'
            f'resource "aws_glue_catalog_database" {write(catalogue.database.label)} {{\n'
            f'  name = {write(catalogue.database.name)}\n'
            f'  description = {write(catalogue.database.description)}\n'
        )
        if catalogue.database.tags is not None:
            yield f'  tags = {write(catalogue.database.tags)}\n'
        yield (
            '}\n'
            '\n'
            f'resource "aws_glue_catalog_table" {write(catalogue.table.label)} {{\n'
            f'  name = {write(catalogue.table.name)}\n'
            f'  database_name = {write(catalogue.table.database_name)}\n'
            '  table_type = "EXTERNAL_TABLE"\n'
            f'  parameters = {write(catalogue.table.parameters)}\n'
        )
        for key in catalogue.table.partition_keys:
            yield (
                '\n'
                '  partition_keys {\n'
                f'    name = {write(key.name)}\n'
                f'    type = {write(key.type)}\n'
                '  }\n'
            )
        yield (
            '\n'
            '  storage_descriptor {\n'
            f'    location = {write(catalogue.table.location)}\n'
            f'    input_format = {write(catalogue.table.input_format)}\n'
            f'    output_format = {write(catalogue.table.output_format)}\n'
            '\n'
            '    ser_de_info {\n'
            f'      serialization_library = {write(catalogue.table.serialization_library)}\n'
            f'      parameters = {write(catalogue.table.serialization_parameters)}\n'
            '    }\n'
        )
        for column in catalogue.table.columns:
            yield (
                '\n'
                '    columns {\n'
                f'      name = {write(column.name)}\n'
                f'      type = {write(column.type)}\n'
                '    }\n'
            )
        yield (
            '  }\n'
            '}\n'
            '\n'
            f'resource "aws_athena_workgroup" {write(catalogue.workgroup.label)} {{\n'
            f'  name = {write(catalogue.workgroup.name)}\n'
            f'  description = {write(catalogue.workgroup.description)}\n'
            '  force_destroy = true\n'
        )
        if catalogue.workgroup.tags is not None:
            yield f'  tags = {write(catalogue.workgroup.tags)}\n'
        yield (
            '\n'
            '  configuration {\n'
            '    enforce_workgroup_configuration = true\n'
            '    publish_cloudwatch_metrics_enabled = true\n'
            '\n'
            '    result_configuration {\n'
            f'      output_location = {write(catalogue.workgroup.output_location)}\n'
            '\n'
            '      encryption_configuration {\n'
            f'        encryption_option = {write(catalogue.workgroup.encryption_option)}\n'
        )
        if catalogue.workgroup.kms_key_arn is not None:
            yield f'        kms_key_arn = {write(catalogue.workgroup.kms_key_arn)}\n'
        yield (
            '      }\n'
            '    }\n'
            '  }\n'
            '}\n'
            '\n'
            f'resource "aws_athena_named_query" {write(catalogue.named_query.label)} {{\n'
            f'  for_each = {write(catalogue.named_query.for_each)}\n'
            '\n'
            f'  name = {write(catalogue.named_query.name)}\n'
            f'  database = {write(catalogue.named_query.database)}\n'
            f'  workgroup = {write(catalogue.named_query.workgroup)}\n'
            f'  query = {write(catalogue.named_query.query)}\n'
            '}\n'
            '\n'
        )


def s3(view: Any, write: Write) -> Iterator[str]:
    for destination in view.destinations:
        yield (
            f'{write(destination.comment)}\n'
            f'resource "aws_s3_bucket" {write(destination.bucket.label)} {{\n'
            '  # checkov:skip=CKV_AWS_18:access logs go to a bucket that must not log into itself; whose it is, the account decides\n'
            '  # checkov:skip=CKV_AWS_144:a copy in another region doubles the cost; who needs one sends to a second destination\n'
            '  # checkov:skip=CKV2_AWS_62:records are read by queries, and nobody waits to be told of a new object\n'
        )
        if destination.encryption.kms_master_key_id is None:
            yield "  # checkov:skip=CKV_AWS_145:the spec leaves encryption to the service's own key; `kms` names another or makes one\n"
        if destination.versioning is None:
            yield '  # checkov:skip=CKV_AWS_21:the spec turns versioning off\n'
        yield f'  bucket = {write(destination.bucket.bucket)}\n'
        if destination.bucket.force_destroy is not None:
            yield f'  force_destroy = {write(destination.bucket.force_destroy)}\n'
        if destination.bucket.tags is not None:
            yield f'  tags = {write(destination.bucket.tags)}\n'
        if destination.bucket.prevent_destroy:
            yield (
                '\n'
                '  lifecycle {\n'
                '    prevent_destroy = true\n'
                '  }\n'
            )
        yield (
            '}\n'
            '\n'
            f'resource "aws_s3_bucket_public_access_block" {write(destination.public_access_block.label)} {{\n'
            f'  bucket = {write(destination.public_access_block.bucket)}\n'
            '  block_public_acls = true\n'
            '  block_public_policy = true\n'
            '  ignore_public_acls = true\n'
            '  restrict_public_buckets = true\n'
            '}\n'
            '\n'
            f'resource "aws_s3_bucket_ownership_controls" {write(destination.ownership_controls.label)} {{\n'
            f'  bucket = {write(destination.ownership_controls.bucket)}\n'
            '\n'
            '  rule {\n'
            '    object_ownership = "BucketOwnerEnforced"\n'
            '  }\n'
            '}\n'
            '\n'
        )
        if destination.versioning is not None:
            yield (
                f'resource "aws_s3_bucket_versioning" {write(destination.versioning.label)} {{\n'
                f'  bucket = {write(destination.versioning.bucket)}\n'
                '\n'
                '  versioning_configuration {\n'
                '    status = "Enabled"\n'
                '  }\n'
                '}\n'
                '\n'
            )
        if destination.key is not None:
            yield (
                f'resource "aws_kms_key" {write(destination.key.key.label)} {{\n'
                f'  description = {write(destination.key.key.description)}\n'
                '  enable_key_rotation = true\n'
                f'  policy = {write(destination.key.key.policy)}\n'
            )
            if destination.key.key.tags is not None:
                yield f'  tags = {write(destination.key.key.tags)}\n'
            if destination.key.key.prevent_destroy:
                yield (
                    '\n'
                    '  lifecycle {\n'
                    '    prevent_destroy = true\n'
                    '  }\n'
                )
            yield (
                '}\n'
                '\n'
                f'resource "aws_kms_alias" {write(destination.key.alias.label)} {{\n'
                f'  name = {write(destination.key.alias.name)}\n'
                f'  target_key_id = {write(destination.key.alias.target_key_id)}\n'
                '}\n'
                '\n'
            )
        yield (
            f'resource "aws_s3_bucket_server_side_encryption_configuration" {write(destination.encryption.label)} {{\n'
            f'  bucket = {write(destination.encryption.bucket)}\n'
            '\n'
            '  rule {\n'
            '    apply_server_side_encryption_by_default {\n'
            f'      sse_algorithm = {write(destination.encryption.sse_algorithm)}\n'
        )
        if destination.encryption.kms_master_key_id is not None:
            yield f'      kms_master_key_id = {write(destination.encryption.kms_master_key_id)}\n'
        yield (
            '    }\n'
            '  }\n'
            '}\n'
            '\n'
            f'resource "aws_s3_bucket_lifecycle_configuration" {write(destination.lifecycle.label)} {{\n'
            f'  bucket = {write(destination.lifecycle.bucket)}\n'
        )
        if destination.lifecycle.transition_default_minimum_object_size is not None:
            yield f'  transition_default_minimum_object_size = {write(destination.lifecycle.transition_default_minimum_object_size)}\n'
        yield (
            '\n'
            '  rule {\n'
            '    id = "flow-logs"\n'
            '    status = "Enabled"\n'
            '\n'
            '    filter {}\n'
            '\n'
            '    abort_incomplete_multipart_upload {\n'
            '      days_after_initiation = 7\n'
            '    }\n'
        )
        for transition in destination.lifecycle.transitions:
            yield (
                '\n'
                '    transition {\n'
                f'      days = {write(transition.after_days)}\n'
                f'      storage_class = {write(transition.storage_class)}\n'
                '    }\n'
            )
        if destination.lifecycle.expire_days is not None:
            yield (
                '\n'
                '    expiration {\n'
                f'      days = {write(destination.lifecycle.expire_days)}\n'
                '    }\n'
            )
        if destination.lifecycle.noncurrent_days is not None:
            yield (
                '\n'
                '    noncurrent_version_expiration {\n'
                f'      noncurrent_days = {write(destination.lifecycle.noncurrent_days)}\n'
                '    }\n'
            )
        yield '  }\n'
        if destination.lifecycle.depends_on:
            yield (
                '\n'
                f'  depends_on = {write(destination.lifecycle.depends_on)}\n'
            )
        yield (
            '}\n'
            '\n'
            f'resource "aws_s3_bucket_policy" {write(destination.policy.label)} {{\n'
            f'  bucket = {write(destination.policy.bucket)}\n'
            f'  policy = {write(destination.policy.policy)}\n'
            '\n'
            f'  depends_on = {write(destination.policy.depends_on)}\n'
            '}\n'
            '\n'
        )


def terraform(view: Any, write: Write) -> Iterator[str]:
    if view.comment is not None:
        yield f'{write(view.comment)}\n'
    yield (
        'terraform {\n'
        f'  required_version = {write(view.required_version)}\n'
    )
    if view.aws_provider is not None:
        yield (
            '\n'
            '  required_providers {\n'
            '    aws = {\n'
            '      source = "hashicorp/aws"\n'
            f'      version = {write(view.aws_provider)}\n'
            '    }\n'
            '  }\n'
        )
    if view.backend is not None:
        yield (
            '\n'
            f'  backend {write(view.backend.type)} {{\n'
        )
        for setting in view.backend.settings:
            yield f'    {write(setting.name)} = {write(setting.value)}\n'
        yield '  }\n'
    if view.cloud is not None:
        yield (
            '\n'
            '  cloud {\n'
        )
        for setting in view.cloud.settings:
            yield f'    {write(setting.name)} = {write(setting.value)}\n'
        if view.cloud.settings:
            yield '\n'
        yield '    workspaces {\n'
        for setting in view.cloud.workspaces:
            yield f'      {write(setting.name)} = {write(setting.value)}\n'
        yield (
            '    }\n'
            '  }\n'
        )
    yield '}\n'


def variables(view: Any, write: Write) -> Iterator[str]:
    for variable in view.variables:
        yield (
            f'variable {write(variable.label)} {{\n'
            f'  description = {write(variable.description)}\n'
            f'  type = {write(variable.type)}\n'
            '  nullable = false\n'
            '\n'
            '  validation {\n'
        )
        if variable.plural:
            yield f'    condition = alltrue([for each in {write(variable.reference)} : can(regex({write(variable.pattern)}, each))])\n'
        else:
            yield f'    condition = can(regex({write(variable.pattern)}, {write(variable.reference)}))\n'
        yield (
            f'    error_message = {write(variable.error_message)}\n'
            '  }\n'
        )
        if variable.empty is not None:
            yield (
                '\n'
                '  validation {\n'
                f'    condition = length({write(variable.reference)}) > 0\n'
                f'    error_message = {write(variable.empty)}\n'
                '  }\n'
            )
        yield (
            '}\n'
            '\n'
        )


TEMPLATES: Final[Mapping[str, tuple[int, Template]]] = {
    "cloudwatch_logs.tf.j2": (2855117801, cloudwatch_logs),
    "data.tf.j2": (2024689184, data),
    "firehose.tf.j2": (2647001732, firehose),
    "flow_logs.tf.j2": (826530057, flow_logs),
    "moves.tf.j2": (3676617125, moves),
    "outputs.tf.j2": (2074792047, outputs),
    "providers.tf.j2": (2846845702, providers),
    "queries.tf.j2": (3860715892, queries),
    "s3.tf.j2": (901703992, s3),
    "terraform.tf.j2": (762809982, terraform),
    "variables.tf.j2": (3585831789, variables),
}
"""File name → the checksum (CRC-32) of the template that was compiled, and its function."""
