"""Headers and policies: what a browser may load, run and frame. See docs/operators.md for the reports."""

from csp.constants import NONCE, NONE, SELF

# Public pages: nothing inline, nothing from elsewhere, the same bytes for every reader.
CSP_REPORTS = "/rapports/csp"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "report-uri": CSP_REPORTS,
    }
}
# The Wagtail admin writes a few inline scripts, which get a nonce (portal/csp.py), and its text editor inline styles.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "worker-src": [SELF, "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
    "report-uri": CSP_REPORTS,
}
X_FRAME_OPTIONS = "DENY"  # Wagtail opens its own previews
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a tool with thirty steps posts more than the default thousand
