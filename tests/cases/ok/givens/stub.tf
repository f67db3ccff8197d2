resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "database" {
  for_each = { "a" = "10.0.1.0/24", "b c" = "10.0.2.0/24" }

  vpc_id     = aws_vpc.main.id
  cidr_block = each.value
}

resource "aws_kms_key" "logs" {
  description = "Encrypts the log group"
}

resource "aws_cloudwatch_log_group" "main" {
  name = "/network/main"
}

resource "aws_s3_bucket" "logs" {
  bucket = "acme-flow-logs"
}

resource "aws_iam_role" "flow_logs" {
  for_each = toset(["a"])

  name               = "flow-logs-${each.key}"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_iam_policy" "boundary" {
  name   = "boundary"
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

locals {
  subnets                = { for key, subnet in aws_subnet.database : key => subnet.id }
  cross_account_role_arn = "arn:aws:iam::444455556666:role/AWSLogDeliveryFirehoseCrossAccountRole"
}
