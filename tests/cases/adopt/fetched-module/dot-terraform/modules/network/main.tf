variable "flow" {
  type = object({
    enable  = bool
    bucket  = string
    traffic = optional(string, "ALL")
  })
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_flow_log" "this" {
  count                = var.flow.enable ? 1 : 0
  vpc_id               = aws_vpc.this.id
  traffic_type         = var.flow.traffic
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::${var.flow.bucket}"
}

output "vpc_id" {
  value = try(aws_vpc.this.id, null)
}
