"""schema.org of guides and lessons."""

from portal.durations import iso_duration

from .pages import licence


def of_guide(guide, page: dict) -> dict:
    """A course, free, at one's own pace."""
    return page | {
        "description": guide.summary,
        "timeRequired": iso_duration(guide.duration_minutes),
        "educationalLevel": guide.get_level_display(),
        "teaches": guide.lines_of("objectives"),
        "isAccessibleForFree": True,
        "license": licence(guide).get("url"),
        "provider": {"@type": "Organization", "name": guide.owner_lab.name} if guide.owner_lab else None,
        "author": [{"@type": "Person", "name": author.name} for author in guide.authors.all()],
        "hasCourseInstance": {
            "@type": "CourseInstance", "courseMode": "online", "courseWorkload": iso_duration(guide.duration_minutes),
        },
    }  # fmt: skip


def of_lesson(lesson, page: dict) -> dict:
    return page | {
        "description": lesson.summary or lesson.search_description,
        "timeRequired": iso_duration(lesson.minutes),
        "isAccessibleForFree": True,
        "isPartOf": {"@type": "Course", "name": lesson.guide.title, "url": lesson.guide.full_url},
    }
