variable "vpc_id" {}


resource "aws_flow_log" "a" {
  vpc_id               = var.vpc_id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::acme-a"
  tags                 = { Name = "a" }
}

resource "aws_flow_log" "b" {
  vpc_id               = var.vpc_id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::acme-b"
  tags                 = { Name = "b" }
}
