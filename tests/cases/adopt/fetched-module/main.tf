module "network" {
  source = "example/network/aws"
  flow   = { enable = true, bucket = "acme-central" }
}
