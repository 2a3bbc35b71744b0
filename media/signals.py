"""What the files announce; the frame listens."""

from django.dispatch import Signal

# Sent when the level of an image or a document has changed. Argument: file.
file_level_changed = Signal()
# Sent when a reader begins to take a document away. Argument: file.
file_sent = Signal()
# Sent when the text of a document has been read, or could not be. Argument: file.
text_read = Signal()
