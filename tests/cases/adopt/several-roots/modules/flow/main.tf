variable "vpc_id" {}

resource "aws_flow_log" "flow" {
  vpc_id               = var.vpc_id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::acme-central"
}
