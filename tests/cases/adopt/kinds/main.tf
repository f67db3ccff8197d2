provider "aws" {
  region = "us-east-1"
  assume_role {
    role_arn = "arn:aws:iam::111122223333:role/terraform"
  }
}

provider "aws" {
  alias  = "west"
  region = "us-west-2"
}

resource "aws_flow_log" "eni" {
  subnet_id            = "eni-0a1b2c3d4e5f60001"
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::acme-central"
}

resource "aws_flow_log" "tgw" {
  transit_gateway_id       = "tgw-0a1b2c3d4e5f60001"
  traffic_type             = "ALL"
  max_aggregation_interval = 60
  log_destination_type     = "s3"
  log_destination          = "arn:aws:s3:::acme-central"
}

resource "aws_flow_log" "by_name" {
  vpc_id         = "vpc-0a1b2c3d4e5f60001"
  traffic_type   = "ALL"
  log_group_name = aws_cloudwatch_log_group.flow.name
  iam_role_arn   = "arn:aws:iam::111122223333:role/flow-logs"
}

resource "aws_flow_log" "stream" {
  provider             = aws.west
  vpc_id               = "vpc-0a1b2c3d4e5f60002"
  traffic_type         = "ALL"
  log_destination_type = "kinesis-data-firehose"
  log_destination      = "arn:aws:firehose:us-west-2:111122223333:deliverystream/flow"
}

resource "aws_cloudwatch_log_group" "flow" {
  name = "/vpc"
}

resource "aws_kinesis_firehose_delivery_stream" "flow" {
  name        = "flow"
  destination = "extended_s3"
}
