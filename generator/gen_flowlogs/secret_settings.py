"""Settings of Terraform's backends that are secrets, and so no part of a spec."""

from __future__ import annotations

from typing import Final

SECRETS: Final = {
    ("s3", "access_key"): "AWS_ACCESS_KEY_ID",
    ("s3", "secret_key"): "AWS_SECRET_ACCESS_KEY",
    ("s3", "sse_customer_key"): "AWS_SSE_CUSTOMER_KEY",
    ("s3", "token"): "AWS_SESSION_TOKEN",
    ("s3", "web_identity_token"): "AWS_WEB_IDENTITY_TOKEN_FILE",
    ("gcs", "access_token"): "GOOGLE_OAUTH_ACCESS_TOKEN",
    ("gcs", "credentials"): "GOOGLE_BACKEND_CREDENTIALS",
    ("gcs", "encryption_key"): "GOOGLE_ENCRYPTION_KEY",
    ("azurerm", "access_key"): "ARM_ACCESS_KEY",
    ("azurerm", "client_certificate"): "ARM_CLIENT_CERTIFICATE",
    ("azurerm", "client_certificate_password"): "ARM_CLIENT_CERTIFICATE_PASSWORD",
    ("azurerm", "client_secret"): "ARM_CLIENT_SECRET",
    ("azurerm", "oidc_request_token"): "ARM_OIDC_REQUEST_TOKEN",
    ("azurerm", "oidc_token"): "ARM_OIDC_TOKEN",
    ("azurerm", "sas_token"): "ARM_SAS_TOKEN",
    ("cloud", "token"): "TF_TOKEN_app_terraform_io",
    ("http", "client_private_key_pem"): "TF_HTTP_CLIENT_PRIVATE_KEY_PEM",
    ("http", "password"): "TF_HTTP_PASSWORD",
    ("http", "username"): "TF_HTTP_USERNAME",
}
"""(backend, secret setting) → the environment variable that Terraform reads instead.

Source: https://developer.hashicorp.com/terraform/language/backend, the pages of Terraform 1.11.
"""
