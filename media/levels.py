"""The level of a file: recomputed when the pages that show it change."""
