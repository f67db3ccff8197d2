"""Records of a spec in a bucket or log group → the query that reads them by the names of their fields.

`bucket` is what is known about them, `duckdb`, `athena` and `insights` are the query languages.
"""
