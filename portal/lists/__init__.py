"""Flat lists of the admin, beside the tree: what one looks for, whatever its place."""
