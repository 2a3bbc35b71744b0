"""How much of a case study is told: points for what a reader who wants to do it again looks for."""

# (points, what earns them): they make 100.
FIELDS = (
    (5, "summary"), (5, "theme_id"), (5, "phase_id"), (8, "problem"), (3, "question"), (8, "outcomes"), (4, "indirect_effects"),
    (6, "success_conditions"), (6, "lessons"), (6, "replication_conditions"), (4, "participants_count"), (4, "started_on"),
    (2, "budget_note"), (4, "deployment_as_of"), (2, "authors"), (4, "last_reviewed_on"), (2, "provenance"),
)  # fmt: skip
ROWS = ((6, "stages"), (4, "tools"), (6, "challenges"), (2, "actors"), (2, "milestones"), (2, "quotes"))


def completeness(case) -> int:
    """Per cent."""
    told = sum(points for points, name in FIELDS if getattr(case, name) not in (None, ""))
    return told + sum(points for points, name in ROWS if getattr(case, name).all())
