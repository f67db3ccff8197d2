provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111122223333"]
  default_tags {
    tags = { Owner = "network" }
  }
}

variable "tags" {
  type    = map(string)
  default = { Environment = "prod" }
}

locals {
  tags = merge(var.tags, { Costs = 4711 })
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_flow_log" "main" {
  vpc_id          = aws_vpc.main.id
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.main.arn
  iam_role_arn    = "arn:aws:iam::111122223333:role/flow-logs"
  tags = merge(
    local.tags,
    tomap({ "Name" = format("%s-flow-logs", lower("MAIN")) }),
  )
}

resource "aws_cloudwatch_log_group" "main" {
  name = "/vpc/main"
  tags = local.tags
}
