resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

module "logs" {
  source = "./logs"
}

resource "aws_cloudwatch_log_group" "shared" {
  name = "/shared"
}

resource "aws_iam_role" "shared" {
  name = "shared-flow-logs"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "vpc-flow-logs.amazonaws.com" } }]
  })
}
