variable "enabled" {
  type = bool
}

locals {
  name = "acme-audit"
  on   = var.enabled ? 1 : 0
}

data "aws_vpc" "main" {
  tags = { Name = "main" }
}

resource "aws_flow_log" "logs" {
  count           = local.on
  vpc_id          = data.aws_vpc.main.id
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.flow[0].arn
  iam_role_arn    = element(concat(aws_iam_role.flow.*.arn, [""]), 0)
}

resource "aws_flow_log" "archive" {
  count                = local.on
  vpc_id               = data.aws_vpc.main.id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = join("", aws_s3_bucket.flow.*.arn)
}

resource "aws_flow_log" "off" {
  count                = var.enabled ? 0 : 1
  vpc_id               = data.aws_vpc.main.id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = join("", aws_s3_bucket.flow.*.arn)
}

resource "aws_cloudwatch_log_group" "flow" {
  count             = local.on
  name              = "/${local.name}/flow"
  retention_in_days = 90
  kms_key_id        = aws_kms_key.logs.arn
}

resource "aws_kms_key" "logs" {
  description = "logs"
}

resource "aws_s3_bucket" "flow" {
  count  = local.on
  bucket = local.name
}

resource "aws_s3_bucket_versioning" "flow" {
  count  = local.on
  bucket = aws_s3_bucket.flow[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_iam_role" "flow" {
  count              = local.on
  name               = local.name
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "vpc-flow-logs.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_iam_policy" "flow" {
  name   = local.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "logs:*", Resource = "*" }] })
}

resource "aws_iam_role_policy_attachment" "flow" {
  role       = join("", aws_iam_role.flow.*.name)
  policy_arn = aws_iam_policy.flow.arn
}
