resource "aws_subnet" "inner" {
  vpc_id     = "vpc-0a1b2c3d4e5f67890"
  cidr_block = "10.0.0.0/24"
}
