variable "vpc_id" {}


resource "aws_flow_log" "flow" {
  vpc_id                   = var.vpc_id
  traffic_type             = "ALL"
  log_destination_type     = "s3"
  log_destination          = "arn:aws:s3:::acme-central/net/"
  max_aggregation_interval = 60
  log_format               = "$${version} $${srcaddr} $${dstaddr} $${tcp-flags}"

  destination_options {
    file_format        = "parquet"
    per_hour_partition = true
  }
}
