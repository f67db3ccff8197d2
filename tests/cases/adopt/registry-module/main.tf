module "vpc" {
  source                    = "terraform-aws-modules/vpc/aws"
  version                   = "5.0.0"
  enable_flow_log           = true
  flow_log_destination_type = "s3"
}

resource "aws_flow_log" "more" {
  vpc_id               = module.vpc.vpc_id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::acme-central"
}
