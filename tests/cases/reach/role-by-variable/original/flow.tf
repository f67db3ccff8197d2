variable "vpc_id" {}
variable "role_arn" {}


resource "aws_flow_log" "flow" {
  vpc_id          = var.vpc_id
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.flow.arn
  iam_role_arn    = var.role_arn
}

resource "aws_cloudwatch_log_group" "flow" {
  name              = "/vpc/acme"
  retention_in_days = 365
}
