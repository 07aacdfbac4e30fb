"""Knows how the pages are set up: every setting comes from the environment, with safe values for a first look."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
DEVELOPMENT_SECRET = "for a first look only: never for real people"  # noqa: S105 - the system check refuses it in production


def _whole(name: str, default: int) -> int:
    """Read a whole number from the environment; Fault when it is none."""
    text = os.environ.get(name, str(default))
    if not text.isdigit():
        raise Fault(
            "web.setting",
            Words(f"环境变量 {name} 应是整数，现在是“{text}”。", f"The setting {name} must be a whole number; it is “{text}”."),
        )
    return int(text)


def _yes(name: str, default: bool) -> bool:
    """Read a truth value from the environment."""
    return os.environ.get(name, "1" if default else "0").strip().lower() in ("1", "true", "yes", "on")


# production: DEBUG off, own secret, https; the system check (checks.py) refuses half of it.
PRODUCTION = _yes("ZOUTONG_PRODUCTION", False)
DEBUG = _yes("ZOUTONG_DEBUG", False)
SECRET_KEY = os.environ.get("ZOUTONG_SECRET", DEVELOPMENT_SECRET)
ALLOWED_HOSTS = [h for h in os.environ.get("ZOUTONG_HOSTS", "" if PRODUCTION else "*").split(",") if h]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("ZOUTONG_ORIGINS", "").split(",") if o]

ZOUTONG_PACK = Path(os.environ.get("ZOUTONG_PACK", ROOT / "packs" / "labour-rights"))
ZOUTONG_CITY = os.environ.get("ZOUTONG_CITY", "上海市")
ZOUTONG_DISTRICT = os.environ.get("ZOUTONG_DISTRICT", "徐汇区")
ZOUTONG_DISTRICT_EN = os.environ.get("ZOUTONG_DISTRICT_EN", "Xuhui District")
ZOUTONG_HOTLINE = os.environ.get("ZOUTONG_HOTLINE", "12333")
ZOUTONG_LEAVE_TO = os.environ.get("ZOUTONG_LEAVE_TO", "https://www.weather.com.cn/")
"""Where a person in danger is taken when she leaves in a hurry: a page that looks like nothing."""
ZOUTONG_LONGEST_STATEMENT = _whole("ZOUTONG_LONGEST_STATEMENT", 10_000)

ZOUTONG_BACKUP = os.environ.get("ZOUTONG_BACKUP", "")
"""The folder to which backups go; real people are not served without one."""
ZOUTONG_STAFF_IDLE_MINUTES = _whole("ZOUTONG_STAFF_IDLE_MINUTES", 30)
ZOUTONG_STAFF_HOURS = _whole("ZOUTONG_STAFF_HOURS", 10)
ZOUTONG_LOCKOUT_TRIES = _whole("ZOUTONG_LOCKOUT_TRIES", 5)
ZOUTONG_LOCKOUT_MINUTES = _whole("ZOUTONG_LOCKOUT_MINUTES", 15)
ZOUTONG_SHORTEST_PASSWORD = _whole("ZOUTONG_SHORTEST_PASSWORD", 10)
ZOUTONG_SECOND_FACTOR = frozenset(
    role.strip() for role in os.environ.get("ZOUTONG_SECOND_FACTOR", "all" if PRODUCTION else "").split(",") if role.strip()
)
"""The roles that need a second factor, separated by commas; “all” for everybody, “none” for nobody."""
ZOUTONG_SECOND_FACTOR_ISSUER = os.environ.get("ZOUTONG_SECOND_FACTOR_ISSUER", f"Zoutong {ZOUTONG_DISTRICT_EN}")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "zoutong.web.people",
    "zoutong.web.cases",
    "zoutong.web.watching",
    "zoutong.web.intake",
    "zoutong.web.desk",
    "zoutong.web.visit",
    "zoutong.web.walks",
    "zoutong.web.letters",
    "zoutong.web.ledger",
    "zoutong.web.recorder",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zoutong.web.walks.seat.Seated",
    "zoutong.web.people.gate.Gate",
    "axes.middleware.AxesMiddleware",
]
LEDGER_FEED = "zoutong.web.joined.feed"
"""What puts the rules that were broken before the ledger, when somebody looks at its candidates."""
VERIFIERS = ("zoutong.web.ledger.verifying.verify",)
"""What else `zoutong verify` proves beside the cases: (number, "" for all) -> breaches."""
REWALK_CHECK = "zoutong.web.joined.rewalk_check"
"""What refuses a rewalk that proves nothing: (item, number of the walk, said to have passed)."""
WALK_ENDED = "zoutong.web.joined.walk_ended"
"""What is told that a walk has ended: (walk) -> how many findings were put before the ledger."""
WALK_SIGNS = "zoutong.web.joined.signs"
"""What other apps know of where a walk is needed: (since) -> breaches by claim, complaints by step."""
WALK_SHOWN = "zoutong.web.joined.shown"
"""What else the page of a walk shows: (walk, language) -> findings and the drawing of the comparison."""
WALK_YIELDS = "zoutong.web.joined_yield.yielded"
"""What the walks of a period yielded: (first day, last day) -> Yields."""
WALK_YIELDS_BOOK = "zoutong.web.joined_yield.workbook"
"""What makes an Excel file of the tables of that page: (tables) -> bytes."""
LETTER_SOURCES = {
    kind: f"zoutong.web.joined.{kind}"
    for kind in ("walk_report", "annex_schedule", "three_lists", "rectify_notice", "chase_letter", "circular", "minutes", "special_plan")
}
"""From where each kind of letter is drafted: (what it is about, the office's name) -> Letter."""
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": ZOUTONG_SHORTEST_PASSWORD}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "shown")},
    },
]
# Locked is one name from one address: a stranger cannot lock an inspector out of her own room.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_FAILURE_LIMIT = ZOUTONG_LOCKOUT_TRIES
AXES_COOLOFF_TIME = timedelta(minutes=ZOUTONG_LOCKOUT_MINUTES)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_CALLABLE = "zoutong.web.people.sign_in.locked"
AXES_CLIENT_IP_CALLABLE = "zoutong.web.people.journal.address_of"
AXES_VERBOSE = False
ROOT_URLCONF = "zoutong.web.urls"
WSGI_APPLICATION = "zoutong.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["zoutong.web.language.page", "zoutong.web.people.shell.shell", "zoutong.web.walks.band.band"],
            "builtins": ["zoutong.web.intake.templatetags.say"],
        },
    }
]

DATA = Path(os.environ.get("ZOUTONG_DATA", ROOT / "var"))
ZOUTONG_KEYS = Path(os.environ.get("ZOUTONG_KEYS", DATA / "keys"))
"""The keys of personal data: never inside the database, and in production never on the same backup."""
ZOUTONG_SEALS = Path(os.environ.get("ZOUTONG_SEALS", DATA / "seals.txt"))
"""Where each seal over the events is written beside the database; best on a disk that is not this machine's."""
ZOUTONG_PAPERS = Path(os.environ.get("ZOUTONG_PAPERS", DATA / "papers"))
"""Where uploaded papers lie, each encrypted."""
ZOUTONG_SCANNER = os.environ.get("ZOUTONG_SCANNER", "")
"""The virus scanner that looks at them: clamd:/run/clamav/clamd.ctl or clamd:host:3310; empty where there is none."""
ZOUTONG_NOTICES = Path(os.environ.get("ZOUTONG_NOTICES", DATA / "notices"))
"""Where the worker lays what must be sent, for the bureau's own message service to fetch."""
ZOUTONG_DATABASE = os.environ.get("ZOUTONG_DATABASE", "")


def _embedded() -> dict[str, object]:
    """Give the settings of the embedded database."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "zoutong.sqlite3",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            # A read that turns into a write fails under load in any other mode (measured: STACK.md, 3).
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: a receipt that was handed out must outlive a power cut (docs/decisions/0003).
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;PRAGMA mmap_size=134217728;"
            "PRAGMA cache_size=-20000;PRAGMA journal_size_limit=67108864;PRAGMA foreign_keys=ON;PRAGMA secure_delete=ON;",
        },
    }


def _postgresql(address: str) -> dict[str, object]:
    """Give the settings of a PostgreSQL server from its address; Fault when it is not one."""
    parts = urlsplit(address)
    said = dict(parse_qsl(parts.query))
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise Fault(
            "web.setting",
            Words("ZOUTONG_DATABASE 不是 PostgreSQL 的地址。", "ZOUTONG_DATABASE is not the address of a PostgreSQL database."),
            cure=Words("写成 postgresql://用户:密码@主机:5432/库名。", "Write postgresql://user:password@host:5432/name."),
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or said.pop("user", "")),
        "PASSWORD": unquote(parts.password or said.pop("password", "")),
        "HOST": said.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(said.pop("port", None) or parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**said, "pool": {"min_size": 1, "max_size": _whole("ZOUTONG_POOL", 8), "timeout": 20}},
    }


DATABASES = {"default": _postgresql(ZOUTONG_DATABASE) if ZOUTONG_DATABASE else _embedded()}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "zoutong"
SESSION_COOKIE_AGE = 24 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "zoutong_guard"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "zoutong.web.pages.stale_form"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = _yes("ZOUTONG_HTTPS_REDIRECT", PRODUCTION)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _yes("ZOUTONG_BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
USE_I18N = False
TIME_ZONE = os.environ.get("ZOUTONG_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

STATIC_URL = "/static/"
# Collected (and compressed) files where a bureau wants them; without it they are served from where they lie.
STATIC_ROOT = Path(os.environ["ZOUTONG_STATIC"]) if os.environ.get("ZOUTONG_STATIC") else None
STATICFILES_DIRS = [HERE / "static"] if (HERE / "static").is_dir() else []
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # sub-domains of a bureau are not ours to bind to https
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ZOUTONG_LOG_LEVEL", "WARNING")},
}
