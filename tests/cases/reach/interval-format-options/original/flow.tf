variable "vpc_id" {}
variable "interval" {}
variable "format" {}
variable "parquet" {
  type = bool
}


resource "aws_flow_log" "flow" {
  vpc_id                   = var.vpc_id
  traffic_type             = "ALL"
  log_destination_type     = "s3"
  log_destination          = "arn:aws:s3:::acme-central"
  max_aggregation_interval = var.interval
  log_format               = var.format

  dynamic "destination_options" {
    for_each = var.parquet ? [1] : []
    content {
      file_format                = "parquet"
      hive_compatible_partitions = true
      per_hour_partition         = true
    }
  }
}
