"""Two versions of a spec and their plans → which traffic is recorded before, after and throughout a change."""
