variable "env" {}
variable "vpc_id" {}
variable "retention" {}
variable "expire" {}


resource "aws_flow_log" "flow" {
  vpc_id          = var.vpc_id
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.flow.arn
  iam_role_arn    = aws_iam_role.flow.arn
}

resource "aws_cloudwatch_log_group" "flow" {
  name              = "/vpc/${var.env}"
  retention_in_days = var.retention
}

resource "aws_iam_role" "flow" {
  name = "${var.env}-flow-logs"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "vpc-flow-logs.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "flow" {
  name = "${var.env}-flow-logs"
  role = aws_iam_role.flow.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"]
      Resource = "*"
    }]
  })
}

resource "aws_flow_log" "archive" {
  vpc_id               = var.vpc_id
  log_destination_type = "s3"
  log_destination      = aws_s3_bucket.flow.arn
  traffic_type         = "ALL"
}

resource "aws_s3_bucket" "flow" {
  bucket = "acme-${var.env}-flow-logs"
}

resource "aws_s3_bucket_public_access_block" "flow" {
  bucket                  = aws_s3_bucket.flow.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "flow" {
  bucket = aws_s3_bucket.flow.id

  rule {
    id     = "flow-logs"
    status = "Enabled"

    filter {}

    expiration {
      days = var.expire
    }
  }
}
