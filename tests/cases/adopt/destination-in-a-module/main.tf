variable "central_arn" {
  default = "arn:aws:s3:::acme-central"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

module "logs" {
  source = "./logs"
  name   = "acme-${terraform.workspace}"
}

module "flow" {
  source      = "./flow"
  for_each    = { main = aws_vpc.main.id }
  vpc_id      = each.value
  destination = module.logs.bucket_arn
  extra       = var.central_arn
}
