resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_kms_key" "logs" {
  description             = "all logs"
  deletion_window_in_days = 10
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:root" } },
      { Effect = "Allow", Action = ["kms:Encrypt*", "kms:Decrypt*"], Resource = "*", Principal = { Service = "logs.us-east-1.amazonaws.com" } },
    ]
  })
}
