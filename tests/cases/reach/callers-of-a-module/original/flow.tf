variable "env" {}
variable "vpc_id" {}

module "flow" {
  source  = "./flow"
  env     = var.env
  targets = [var.vpc_id]
}
