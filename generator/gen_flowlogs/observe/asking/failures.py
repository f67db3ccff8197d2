"""Failures of boto3 → messages. Known by the names of their classes, so that boto3 need not be there.

Sources: `botocore/exceptions.py` of botocore 1.44, and the error codes of
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (2026-11).
"""

from __future__ import annotations

from typing import Final, Literal

from gen_flowlogs.diagnostics import shown
from gen_flowlogs.observe.errors import SourceError
from gen_flowlogs.secrets import masked_addresses

AWS: Final = "AWS"
"""Stands in messages in the place of a file."""

_LOG_IN: Final = "set AWS_PROFILE, give --profile, or log in with `aws sso login`"
_WHY: Final[tuple[tuple[frozenset[str], str, str], ...]] = (
    (frozenset({"NoCredentialsError"}), "no credentials were found", _LOG_IN),
    (frozenset({"PartialCredentialsError"}), "the credentials lack a part, such as the secret access key", _LOG_IN),
    (
        frozenset({
            "UnauthorizedSSOTokenError", "SSOTokenLoadError", "SSOError", "TokenRetrievalError", "LoginRefreshRequired",
            "PendingAuthorizationExpiredError", "LoginTokenLoadError",
        }),
        "the login has expired",
        "log in again with `aws sso login` or `aws login`",
    ),
    (
        frozenset({"ProfileNotFound"}),
        "the profile is in none of AWS's configuration files",
        "`aws configure list-profiles` lists them",
    ),
    (
        frozenset({
            "CredentialRetrievalError", "MetadataRetrievalError", "InvalidConfigError", "InfiniteLoopConfigError",
        }),
        "the credentials cannot be fetched as AWS's configuration file sets",
        "`aws sts get-caller-identity` shows why",
    ),
    (frozenset({"ConfigParseError", "ConfigNotFound"}), "AWS's configuration file cannot be read", "correct it"),
    (frozenset({"EOFError"}), "the code of a multi-factor device is asked for, and cannot be typed here", _LOG_IN),
    (frozenset({"SSLError"}), "the certificate of AWS is not accepted", "check the proxy, and set AWS_CA_BUNDLE"),
    (frozenset({"ResponseParserError"}), "the answer is not one of AWS", "check the proxy, and AWS_ENDPOINT_URL"),
    (frozenset({"ValueError"}), "an address or a name in its configuration is wrong", "check AWS_ENDPOINT_URL"),
    (frozenset({"NoRegionError"}), "no region is configured", "give --region, or set AWS_REGION"),
    (
        frozenset({"HTTPClientError", "ConnectionError", "EndpointConnectionError", "ProxyConnectionError"}),
        "it cannot be reached",
        "check the network, the proxy, and that the region exists",
    ),
)  # fmt: skip
"""Names of exceptions, also of those they are derived from → why, and what to do; the first that fits."""

_DENIED: Final = frozenset({
    "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Client.UnauthorizedOperation",
    "AuthorizationError", "AllAccessDisabled", "UnauthorizedAccess", "KMSAccessDeniedException", "403",
})  # fmt: skip
_ABSENT: Final = frozenset({
    "NoSuchEntity", "NoSuchEntityException", "ResourceNotFoundException", "NotFoundException", "NoSuchBucket", "404",
    "NoSuchBucketPolicy", "NoSuchLifecycleConfiguration", "ServerSideEncryptionConfigurationNotFoundError",
    "NoSuchPublicAccessBlockConfiguration", "OwnershipControlsNotFoundError", "NoSuchTagSet",
})  # fmt: skip

_OF_REGION: Final = frozenset({
    "AuthFailure", "OptInRequired", "InvalidClientTokenId", "UnrecognizedClientException", "RegionDisabledException",
    "EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError", "SSLError", "ExpiredToken",
    "ExpiredTokenException", "RequestExpired",
})  # fmt: skip
"""Of a region that the account has not enabled, or that cannot be reached, and of credentials: any call fails so."""


def explained(error: BaseException) -> SourceError:
    """The message of a failure, with its own words only where they cannot hold a part of the credentials."""
    names = {each.__name__ for each in type(error).__mro__}
    for known, why, remedy in _WHY:
        if known & names:
            endpoint = getattr(error, "kwargs", {}).get("endpoint_url")
            at = f" at {shown(masked_addresses(str(endpoint)), 100)}" if endpoint and "reached" in why else ""
            return SourceError(AWS, f"{why}{at}", remedy)
    return SourceError(
        AWS, f"boto3 fails with {shown(type(error).__name__)}", "`aws sts get-caller-identity` may show why"
    )


def kind(code: str) -> Literal["denied", "absent", "other"]:
    """The kind of AWS's code for a call that it refuses."""
    if code in _DENIED:
        return "denied"
    return "absent" if code in _ABSENT else "other"


def is_of_region(code: str) -> bool:
    """Whether a call fails with this code because of its region or its credentials, so that any other fails too."""
    return code in _OF_REGION
