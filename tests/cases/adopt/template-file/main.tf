variable "vpc_ids" {
  type = list(string)
}

resource "aws_flow_log" "flow" {
  count           = length(var.vpc_ids)
  vpc_id          = var.vpc_ids[count.index]
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.flow.arn
  iam_role_arn    = aws_iam_role.flow.arn
}

resource "aws_cloudwatch_log_group" "flow" {
  name = "/vpc"
}

resource "aws_iam_role" "flow" {
  name               = "flow-logs"
  assume_role_policy = templatefile("${path.module}/trust.json", { service = "vpc-flow-logs.amazonaws.com" })
}
