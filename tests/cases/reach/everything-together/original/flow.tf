variable "env" {}
variable "vpc_id" {}
variable "enabled" {}
variable "retention" {}
variable "traffic" {}
variable "interval" {}
variable "destination" {}
variable "tags" {
  type = map(string)
}


locals {
  tags = merge(var.tags, { Environment = var.env })
  logs = var.enabled && var.destination == "cloud-watch-logs" ? 1 : 0
}

resource "aws_flow_log" "flow" {
  count = local.logs

  vpc_id                   = var.vpc_id
  traffic_type             = var.traffic
  log_destination          = aws_cloudwatch_log_group.flow[0].arn
  iam_role_arn             = aws_iam_role.flow[0].arn
  max_aggregation_interval = var.interval
  tags                     = merge(local.tags, { Name = "${var.env}-vpc" })
}

resource "aws_flow_log" "archive" {
  count = var.enabled ? 1 : 0

  vpc_id                   = var.vpc_id
  traffic_type             = var.traffic
  log_destination_type     = "s3"
  log_destination          = "arn:aws:s3:::acme-central/${var.env}/"
  max_aggregation_interval = var.interval
  tags                     = local.tags
}

resource "aws_cloudwatch_log_group" "flow" {
  count = local.logs

  name              = "/vpc/${var.env}/flow"
  retention_in_days = var.retention
  kms_key_id        = aws_kms_key.logs.arn
  tags              = local.tags
}

resource "aws_iam_role" "flow" {
  count = local.logs

  name = "${var.env}-flow"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "vpc-flow-logs.amazonaws.com" } }]
  })
  description = "Flow logs of ${var.env}"
  tags        = merge(local.tags, { Name = "${var.env}-role" })
}

resource "aws_iam_role_policy" "flow" {
  count = local.logs

  name = "${var.env}-write"
  role = aws_iam_role.flow[0].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"]
      Resource = "*"
    }]
  })
}
