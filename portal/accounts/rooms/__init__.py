"""The rooms « Membres » and « Journal » of the admin."""
