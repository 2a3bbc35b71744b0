"""What one takes away of a tool: its card on paper, editable files, kits, and what has changed since it was printed."""
