"""The whole site in one file, and back: the database, the files, and a manifest that says what each must be."""
