# A root module that calls the output.
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

variable "recorded" {
  type    = bool
  default = true
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

module "flow_logs" {
  source = "../out/network"
  count  = var.recorded ? 1 : 0

  vpc_id = aws_vpc.main.id
}
