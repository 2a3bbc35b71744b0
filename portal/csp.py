"""The nonces of the admin: only scripts of Wagtail's own shapes, whose arguments are pure data, get one.

Measured on Wagtail 8.0.1: date pickers and choosers write a script beside their field. The panels of children have
templates of ours, with a nonce of their own (`wagtailadmin/panels/`). Whatever else is inline does not run.
"""

import json
import re

SCRIPT = re.compile(r"<script>(?P<body>[^<]*)</script>")
CALL = re.compile(r"(?:new [A-Za-z.]+Chooser|init(?:Date|Time|DateTime)Chooser|createTaskChooser)\((?P<arguments>.*)\);?", re.S)


def is_data_call(body: str) -> bool:
    """Whether a script is one call of a known shape with JSON for arguments: nothing executable can hide in it."""
    call = CALL.fullmatch(body.strip())
    if call is None:
        return False
    try:
        json.loads(f"[{call['arguments']}]")
    except ValueError:
        return False
    return True


def with_nonces(html: str, nonce: str) -> str:
    """The page, with `nonce` on the scripts that may run."""

    def signed(script: re.Match) -> str:
        return f'<script nonce="{nonce}">{script["body"]}</script>' if is_data_call(script["body"]) else script[0]

    return SCRIPT.sub(signed, html)


def impersonal(address: str) -> str:
    """Without a name before the host, and without what follows /compte/: keys of invitations and passwords travel there."""
    address = re.sub(r"^([a-z][a-z0-9+.-]{0,20}://)[^/@]*@", r"\1", address, flags=re.I)
    return re.sub(r"/compte/.*", "/compte/", address, flags=re.S)


def report_of(body: bytes) -> dict[str, str]:
    """What a browser's report says, without what is personal in it: no query, no referrer, no sample of the page.

    Raises ValueError on what is not a report (W3C CSP level 2 `csp-report`, or the Reporting API's list).
    """
    data = json.loads(body)
    if isinstance(data, list):
        data = data[0].get("body", {}) if data and isinstance(data[0], dict) else {}
    told = data.get("csp-report", data) if isinstance(data, dict) else None
    if not isinstance(told, dict) or not told:
        raise ValueError("not a report")

    def part(*names, most=200):
        value = next((told[name] for name in names if isinstance(told.get(name), str)), "")
        return impersonal(value.split("?")[0].split("#")[0])[:most]

    return {
        "directive": part("effective-directive", "effectiveDirective", "violated-directive", most=40),
        "blocked": part("blocked-uri", "blockedURL"),
        "page": part("document-uri", "documentURL"),
        "source": part("source-file", "sourceFile"),
    }
