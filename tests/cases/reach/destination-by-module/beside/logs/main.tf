resource "aws_s3_bucket" "logs" {
  bucket = "acme-central-logs"
}

output "bucket_arn" {
  value = aws_s3_bucket.logs.arn
}
