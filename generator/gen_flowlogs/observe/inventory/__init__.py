"""Inventories: the files that tell what accounts have now → `Inventory` and `Existing`, and our own form of both.

Read: answers of the AWS CLI, results of AWS Config, and the `inventory.json` that `gen-flowlogs inventory` prints, each
alone, one behind the other, one a line, or compressed by gzip. `files` reads them, `document` is the own form,
`answers` makes a resource of one entry of an answer. Notes are those of `Existing`.
"""
