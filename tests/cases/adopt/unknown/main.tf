variable "enabled" {}
variable "traffic" {}

variable "secret_arn" {
  sensitive = true
  default   = "arn:aws:s3:::never-shown"
}

data "aws_vpcs" "all" {}

resource "random_id" "suffix" {
  byte_length = 4
}

resource "aws_flow_log" "counted" {
  count  = var.enabled ? 1 : 0
  vpc_id = "vpc-0a1b2c3d4e5f60001"
}

resource "aws_flow_log" "each" {
  for_each = toset(data.aws_vpcs.all.ids)
  vpc_id   = each.value
}

resource "aws_flow_log" "traffic" {
  vpc_id               = "vpc-0a1b2c3d4e5f60001"
  traffic_type         = var.traffic
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::acme-${random_id.suffix.hex}"
}

resource "aws_flow_log" "target" {
  vpc_id               = split("/", cidrsubnet("10.0.0.0/16", 8, 1))[0]
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = var.secret_arn
  tags                 = { Name = random_id.suffix.hex }
}
