"""Guides: the blocks of a lesson, the plan of a guide, the progress of a learner."""
