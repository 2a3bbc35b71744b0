"""Tools as spreadsheets: what is exported re-imports unchanged.

`layout` says which columns there are, `columns` how a cell is written and read, `writing` and `reading` are the files,
`planning` says what an import would do, `applying` does it and undoes it.
"""
