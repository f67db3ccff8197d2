/*
resource "aws_flow_log" "one" {
  vpc_id = "vpc-0a1b2c3d4e5f60001"
}
*/
# resource "aws_flow_log" "two" {}
// resource "aws_flow_log" "three" {}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16" # "aws_flow_log" {
}
