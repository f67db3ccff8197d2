variable "vpc_id" {
  default = "vpc-0a1b2c3d4e5f60001"
}

<<<<<<< HEAD
resource "aws_vpc" "main" {
