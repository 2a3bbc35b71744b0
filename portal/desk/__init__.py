"""The desk: what somebody finds when she enters the admin. It says what her rights are today, nothing of yesterday's."""
