locals {
  subnets           = { "a" = "subnet-0a1b2c3d4e5f67890" }
  shared_bucket_arn = "arn:aws:s3:::corp-flow-logs"
}
