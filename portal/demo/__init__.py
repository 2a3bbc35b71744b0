"""The demo content: YAML and Markdown by kind, and the code that turns them into pages. Sees every package."""
