"""Prints all that a program can see of how it was started; for any Python from 2.7 on."""

# mypy: ignore-errors

import json
import os
import signal
import sys

OURS = ("MILVUS_TUI_RUN", "MILVUS_TUI_PROBE", "MILVUS_TUI_INTERVAL", "MILVUS_TUI_TIMEOUT")


def main():
    mine = sys.modules["__main__"]
    custom = sys.modules.get("sitecustomize")
    user = sys.modules.get("usercustomize")
    said = {
        "argv": sys.argv,
        "path": sys.path,
        "flags": str(sys.flags),
        "cwd": os.getcwd(),
        "environment": {key: value for key, value in os.environ.items() if key not in OURS},
        "sitecustomize": getattr(custom, "__file__", custom and "?"),
        "said by sitecustomize": getattr(custom, "SAID", None),
        "usercustomize": getattr(user, "__file__", user and "?"),
        "file": getattr(mine, "__file__", None),
        "package": getattr(mine, "__package__", None),
        "executable": sys.executable,
        "prefix": sys.prefix,
        "modules": sorted(set(sys.modules) - {"__future__", "atexit"}),
        "cached": sorted(sys.path_importer_cache),
        "group is parent's": os.getpgrp() == os.getpgid(os.getppid()),
        "session": os.getsid(0),
        "umask": os.umask(0o22),
        "terminals": [os.isatty(number) for number in range(3)],
        "open": [number for number in range(3, 64) if _is_open(number)],
        "signals": [str(signal.getsignal(number)) for number in range(1, 32)],
    }
    if hasattr(signal, "pthread_sigmask"):
        said["mask"] = sorted(signal.pthread_sigmask(signal.SIG_BLOCK, []))
    path = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    rest = os.pathsep.join(entry for entry in path if not entry.endswith("watch/bootstrap"))
    said["environment"]["PYTHONPATH"] = rest
    if "-" in sys.argv[1:]:
        said["stdin"] = sys.stdin.read()
    sys.stdout.write(json.dumps(said, indent=1, sort_keys=True) + "\n")
    sys.stderr.write("to standard error\n")


def _is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
    if sys.argv[-1].isdigit():
        sys.exit(int(sys.argv[-1]))
