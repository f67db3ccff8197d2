resource "aws_kms_key" "logs" {
  description             = "all logs"
  deletion_window_in_days = 10
}
