"""Git, run to read: the settings that it gets, one call, a file at a revision, the fetch of a missing commit."""
