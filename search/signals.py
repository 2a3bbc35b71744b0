"""What the search announces; the frame listens."""

from django.dispatch import Signal

# Sent when the index has taken a change in: listings served before are stale. No argument.
index_changed = Signal()
# Sent when the words of somebody find nothing, whatever the other criteria. Arguments: kind, language, text.
nothing_found = Signal()
# Sent when an engine has answered a listing. Arguments: engine (its name), step (of search.metrics.STEPS).
answered = Signal()
