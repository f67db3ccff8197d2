"""Two versions of a root module → what Terraform does to each instance, why, and which line of the spec causes it."""
