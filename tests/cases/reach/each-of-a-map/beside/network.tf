resource "aws_vpc" "each" {
  for_each   = { a = "10.0.0.0/16", b = "10.1.0.0/16" }
  cidr_block = each.value
}

locals {
  vpcs = { for name, vpc in aws_vpc.each : name => vpc.id }
}
