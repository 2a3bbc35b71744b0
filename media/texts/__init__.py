"""The words inside documents: read in a process of their own, kept apart from the documents, found by the search."""
