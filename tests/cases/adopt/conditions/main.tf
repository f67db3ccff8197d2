variable "destination" {
  default = "s3"
}

variable "bucket_arn" {
  default = ""
}

variable "vpc_ids" {
  default = ["", "vpc-0a1b2c3d4e5f60001", "vpc-0a1b2c3d4e5f60002"]
}

variable "names" {
  default = { prod = "acme-prod", dev = "acme-dev" }
}

resource "aws_flow_log" "this" {
  count                    = length(compact(var.vpc_ids))
  vpc_id                   = element(compact(var.vpc_ids), count.index)
  traffic_type             = upper(coalesce(null, "", "reject"))
  log_destination_type     = var.destination
  log_destination          = var.destination == "s3" ? try(aws_s3_bucket.missing[3].arn, aws_s3_bucket.flow[0].arn) : aws_cloudwatch_log_group.flow[0].arn
  iam_role_arn             = var.destination != "s3" ? "arn:aws:iam::111122223333:role/flow-logs" : null
  max_aggregation_interval = contains(keys(var.names), "prod") && !(length(var.vpc_ids) < 2) ? 60 : 600
}

resource "aws_s3_bucket" "missing" {
  count  = 0
  bucket = "never"
}

resource "aws_s3_bucket" "flow" {
  count  = var.bucket_arn == "" ? 1 : 0
  bucket = replace("${lookup(var.names, "prod", "none")}_logs", "_", "-")
}

resource "aws_cloudwatch_log_group" "flow" {
  count = var.destination == "s3" ? 0 : 1
  name  = "/vpc"
}
