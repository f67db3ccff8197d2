variable "vpc_id" {
  type    = "string"
  default = "vpc-0a1b2c3d4e5f60001"
}

variable "enabled" {
  default = "1"
}

variable "names" {
  type = "map"

  default {
    prod = "acme"
  }
}

resource "aws_flow_log" "flow" {
  "count"                = "${var.enabled == "1" ? 1 : 0}"
  "vpc_id"               = "${var.vpc_id}"
  "traffic_type"         = "ALL"
  "log_destination_type" = "s3"
  "log_destination"      = "arn:aws:s3:::${lookup(var.names, "prod")}-logs"

  tags {
    "Name"      = "${format("%s-flow", var.names["prod"])}"
    Environment = "prod"
  }
}
