"""Runs a command that ends with its supervisor, however that ends: killed, its standard output closed, its terminal gone.

`python -m portal.management.tied COMMAND ARGUMENT...`, where COMMAND is the path of a script or the name of a module.
"""

import logging
import os
import runpy
import signal
import sys
import threading
import time

PATIENCE = 5  # seconds for the task under way


def end_with_supervisor() -> None:
    """The supervisor holds the other end of our standard input: when it ends, the read below returns."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os.killpg(os.getpid(), signal.SIGKILL)  # a task that does not end: its supervisor has left us a group of our own


def run(command: str) -> None:
    runner = runpy.run_path if command.endswith(".py") else runpy.run_module
    runner(command, run_name="__main__")


if __name__ == "__main__":
    del sys.argv[0]
    threading.Thread(target=end_with_supervisor, daemon=True).start()
    try:
        run(sys.argv[0])
    except Exception:
        logging.getLogger("portal.supervisor").exception("%s failed", " ".join(sys.argv[:2]))
        sys.exit(1)
