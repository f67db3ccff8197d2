# What the author has in the folder: names that the output would have elsewhere.
data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_service" "ec2" {
  service_id = "ec2"
}
variable "core" {
  default = "vpc-0a1b2c3d4e5f67890"
}
locals {
  apps  = [aws_subnet.app.id]
  found = var.core
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "app" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}
output "flow_log_ids" {
  value = data.aws_caller_identity.current.account_id
}
output "destination_arns" {
  value = [data.aws_partition.current.partition, data.aws_service.ec2.region, local.found]
}
