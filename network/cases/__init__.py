"""Case studies: what a page shows, how it is cited and taken away, its lists and its form."""
