"""Types into real shells in a terminal, and compares what they complete.

    shells.py SHELL    SHELL is bash, zsh, zsh-package or fish; `mou` is on the path, and MOU_FILE names the example registry
"""

import subprocess
import sys
import time

# What starts the shell without files of the user, and what makes it complete the arguments of mou.
SHELLS = {
    "bash": ("bash --norc --noprofile", "source <(mou completions bash)"),
    "zsh": ("zsh -f", "autoload -U compinit && compinit -u -D && source <(mou completions zsh)"),
    "fish": ("fish --no-config", "mou completions fish | source"),
    # As a package installs it: the script is read when the first word is completed.
    "zsh-package": (
        "zsh -f",
        "mkdir -p functions && mou completions zsh > functions/_mou && fpath=($PWD/functions $fpath)"
        " && autoload -U compinit && compinit -u -D",
    ),
}

# What is typed before the tab key, and the line or the list that must appear.
CASES = [
    ("mou expi", "mou expiring"),
    ("mou show gds", "mou show gds-govtech-20"),
    ("mou show gds-govtech-2022 --as-", "mou show gds-govtech-2022 --as-of"),
    ("mou list --country G", "mou list --country GB"),
    ("mou list --party 'Government T", "'Government Technology Agency"),
    ("mou list --party Government\\ D", "mou list --party Government\\ Digital\\ Service"),
    ("mou activity show gds-govtech-2019/", "mou activity show gds-govtech-2019/"),
    ("mou --file other.json show ot", "mou --file other.json show other-2025"),
    ("mou --file broken.json show o", "mou --file broken.json show o"),
    ("mou help glo", "mou help glossary"),
]


def tmux(*arguments):
    command = ["tmux", "-L", "mou-shells", "-f", "/dev/null", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def screen():
    return tmux("capture-pane", "-p", "-t", "mou")


def wait_for(text, seconds=10):
    """Returns the screen as soon as it has the text, or fails."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        shown = screen()
        if text in shown:
            return shown
        time.sleep(0.05)
    raise AssertionError(f"`{text}` does not appear:\n{screen()}")


def main(shell):
    start, script = SHELLS[shell]
    tmux("new-session", "-d", "-s", "mou", "-x", "100", "-y", "30", start)
    try:
        tmux("send-keys", "-t", "mou", f"{script} && echo rea''dy", "Enter")
        wait_for("ready\n")
        for typed, expected in CASES:
            tmux("send-keys", "-t", "mou", "C-l")
            tmux("send-keys", "-t", "mou", "-l", typed)
            wait_for(typed)
            tmux("send-keys", "-t", "mou", "Tab")
            shown = wait_for(expected)
            assert "error" not in shown, shown
            tmux("send-keys", "-t", "mou", "C-u")
        if shell != "bash":
            tmux("send-keys", "-t", "mou", "C-l")
            tmux("send-keys", "-t", "mou", "-l", "mou show gds")
            tmux("send-keys", "-t", "mou", "Tab")
            time.sleep(0.3)
            tmux("send-keys", "-t", "mou", "Tab")
            wait_for("ovtech-2022 ")
            # The titles stand beside the ids.
            wait_for("Memorandum of Understanding on digital")
    finally:
        tmux("kill-server")


main(sys.argv[1])
