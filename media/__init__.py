"""Files: images, documents, and where bytes live."""
