locals {
  vpcs = {
    b = "vpc-0a1b2c3d4e5f60002"
    a = "vpc-0a1b2c3d4e5f60001"
  }
}

resource "aws_subnet" "app" {
  for_each   = toset(["one", "two"])
  vpc_id     = local.vpcs["a"]
  cidr_block = "10.0.0.0/24"
}

resource "aws_flow_log" "vpc" {
  for_each             = local.vpcs
  vpc_id               = each.value
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::acme-central/${each.key}/"
  tags                 = { Name = "flow-${each.value}" }
}

resource "aws_flow_log" "subnet" {
  for_each             = { for name, subnet in aws_subnet.app : upper(name) => subnet.id if name != "two" }
  subnet_id            = each.value
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::acme-central"
}
