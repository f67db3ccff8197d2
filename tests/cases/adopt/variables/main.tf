variable "project" {
  default = "acme"
}

variable "env" {
  type = string
}

variable "interval" {
  type    = number
  default = "60"
}

variable "vpc_id" {}

variable "format" {
  default = "$${version} $${account-id} $${interface-id} $${srcaddr} $${dstaddr} $${srcport} $${dstport} $${protocol} $${packets} $${bytes} $${start} $${end} $${action} $${log-status}"
}

resource "aws_flow_log" "this" {
  vpc_id                   = "${var.vpc_id}"
  traffic_type             = "ALL"
  log_destination_type     = "s3"
  log_destination          = "arn:aws:s3:::${var.project}-${var.env}-logs"
  max_aggregation_interval = var.interval
  log_format               = var.format
  tags                     = { Name = "${var.project}-${var.env}" }
}
