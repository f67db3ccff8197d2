resource "aws_flow_log" "flow" {
  for_each = local.vpcs

  vpc_id               = each.value
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::acme-central"
}
