variable "options" {
  default = [{ format = "parquet", hourly = true }]
}

variable "vpc_id" {
  default = "vpc-0a1b2c3d4e5f60001"
}

resource "aws_flow_log" "this" {
  vpc_id               = var.vpc_id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::acme-central/"

  dynamic "destination_options" {
    for_each = var.options
    iterator = each_option
    content {
      file_format                = each_option.value.format
      per_hour_partition         = each_option.value["hourly"]
      hive_compatible_partitions = "true"
    }
  }
}
