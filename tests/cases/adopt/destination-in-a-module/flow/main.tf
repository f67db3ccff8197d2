variable "vpc_id" {}
variable "destination" {}
variable "extra" {}

resource "aws_flow_log" "this" {
  vpc_id               = var.vpc_id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = var.destination
}

resource "aws_flow_log" "extra" {
  vpc_id               = var.vpc_id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = var.extra
}
