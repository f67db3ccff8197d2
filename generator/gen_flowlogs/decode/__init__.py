"""Records of flow logs, in any container that AWS or its tools put them in, as named values. Nothing is written here.

`containers/` makes lines of bytes, `lines` batches of records of their format, `chosen` the records and columns that
are asked for, `summary` counts them. A batch is a list of tokens, row by row: bytes as they are in the record.
"""
