variable "env" {}
variable "targets" {
  type = list(string)
}


resource "aws_flow_log" "all" {
  count                = length(var.targets)
  vpc_id               = var.targets[count.index]
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = aws_s3_bucket.flow.arn
}

resource "aws_s3_bucket" "flow" {
  bucket = "acme-${var.env}"
}
