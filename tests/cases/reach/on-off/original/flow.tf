variable "env" {}
variable "vpc_id" {}
variable "enabled" {
  type = bool
}


resource "aws_flow_log" "flow" {
  count = var.enabled ? 1 : 0

  vpc_id          = var.vpc_id
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.flow[0].arn
  iam_role_arn    = aws_iam_role.flow[0].arn
}

resource "aws_cloudwatch_log_group" "flow" {
  count = var.enabled ? 1 : 0

  name              = "/vpc/${var.env}"
  retention_in_days = 365
}

resource "aws_iam_role" "flow" {
  count = var.enabled ? 1 : 0

  name = "${var.env}-flow-logs"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "vpc-flow-logs.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "flow" {
  count = var.enabled ? 1 : 0

  name = "${var.env}-flow-logs"
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
