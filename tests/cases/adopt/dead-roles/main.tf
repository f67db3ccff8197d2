resource "aws_flow_log" "flow" {
  vpc_id          = "vpc-0a1b2c3d4e5f60001"
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.flow.arn
  iam_role_arn    = aws_iam_role.flow.arn
}

resource "aws_cloudwatch_log_group" "flow" {
  name = "/vpc"
}

resource "aws_iam_role" "flow" {
  name = "flow"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = { Service = "logs.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })

  inline_policy {
    name = "write"
    policy = jsonencode({
      Statement = [{ Effect = "Allow", Action = ["logs:PutLogEvent"], Resource = aws_cloudwatch_log_group.flow.arn }]
    })
  }
}
