resource "aws_vpc" "each" {
  for_each   = { a = "10.0.0.0/16", b = "10.1.0.0/16" }
  cidr_block = each.value
}

locals {
  vpcs       = [for vpc in aws_vpc.each : vpc.id]
  keyed_vpcs = { for number, id in local.vpcs : number => id }
}
