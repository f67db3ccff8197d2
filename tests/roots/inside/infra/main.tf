# A root module that somebody has, with names that gen-flowlogs would use elsewhere.
terraform {
  required_version = ">= 1.6"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.80"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

variable "peer" {
  type    = string
  default = "vpc-0a1b2c3d4e5f67890"
}

data "aws_caller_identity" "current" {}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "apps" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}

output "destination_arns" {
  value = {
    account = data.aws_caller_identity.current.account_id
    vpc     = aws_vpc.main.id
    peer    = var.peer
    central = aws_cloudwatch_log_group.central.arn
  }
}
