resource "aws_flow_log" "flow" {
  count = length(local.vpcs)

  vpc_id               = local.vpcs[count.index]
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::acme-central"
}
