variable "name" {}
variable "vpc_id" {}
variable "traffic" {}

resource "aws_flow_log" "flow" {
  vpc_id               = var.vpc_id
  traffic_type         = var.traffic
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::${var.name}-logs"
}
