resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

locals {
  vpc_id = aws_vpc.main.id
}
