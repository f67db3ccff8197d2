resource "aws_flow_log" "archive" {
  vpc_id               = aws_vpc.main.id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = module.logs.bucket_arn
}

resource "aws_flow_log" "central" {
  vpc_id          = aws_vpc.main.id
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.shared.arn
  iam_role_arn    = aws_iam_role.shared.arn
}
