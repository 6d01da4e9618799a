"""Every setting, read from the environment (`BEFFROI_*`, or `BEFFROI_*_FILE` for a secret kept in a file).

Nothing is required: without any variable the product runs on SQLite in its data folder, and keys are made once and
kept there. What an administrator changes daily is a row in the database, not a variable.
"""

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environ import FileAwareEnv
from environ.fileaware_mapping import FileAwareMapping

from beffroi.listening.relay.address import Address
from beffroi.outbound.gateway import Body
from beffroi.outbound.mail import MailServer
from beffroi.site import keys, logs
from beffroi.vocabulary import gettext_noop


class Trimmed(FileAwareMapping):  # type: ignore[misc]  # environ ships no types
    """A file written by an editor ends with a line break that belongs to no secret."""

    def __getitem__(self, key: str) -> str:
        return str(super().__getitem__(key)).strip()


class Environment(FileAwareEnv):  # type: ignore[misc]  # as above
    ENVIRON = Trimmed()


env = Environment()
env.prefix = "BEFFROI_"

HERE = Path(__file__).resolve().parent
DATA = Path(env.str("DATA_DIR", default="data")).resolve()

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or keys.kept(DATA / "secret.key")
ENCRYPTION_KEYS = env.list("KEYS", default=[]) or keys.kept(DATA / "encryption.key").split(",")
ALLOWED_HOSTS = env.list("HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
HERE_ONLY = {"*", "localhost", "127.0.0.1", "[::1]"}
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in HERE_ONLY]
PUBLIC_ADDRESS = env.str("PUBLIC_ADDRESS", default="").rstrip("/")
if PUBLIC_ADDRESS and not re.fullmatch(r"https?://[\w.:\[\]-]+", PUBLIC_ADDRESS):
    raise ImproperlyConfigured(
        gettext_noop("BEFFROI_PUBLIC_ADDRESS is a name behind https://, without a path: https://name.example")
    )
SENDERS = env.int("SENDERS", default=4)
ANNUAIRE = env.str("ANNUAIRE", default="")  # the API of the directory of the administration; empty: it is not asked
BLUESKY_VIEW = env.str("BLUESKY_VIEW", default="https://public.api.bsky.app")  # where listed accounts are read
BLUESKY_DIRECTORY = env.str("BLUESKY_DIRECTORY", default="https://plc.directory")  # of identities
API_PER_MINUTE = env.int("API_PER_MINUTE", default=600)  # calls of one token
REGISTER = env.bool("REGISTER", default=True)
SEVERAL_ORGANISATIONS = env.str("ORGANISATIONS", default="one") == "several"  # an owner may create another one here
GUARD_CEILING = env.str("GUARD_CEILING", default="10")  # US dollars a month for reading one profile, where it costs


def mail_server() -> MailServer | None:
    try:
        return MailServer.parse(said) if (said := env.str("MAIL", default="")) else None
    except ValueError as error:
        raise ImproperlyConfigured(f"BEFFROI_MAIL: {error}") from None


MAIL_SERVER = mail_server()
MAIL_FROM = env.str("MAIL_FROM", default="")
if MAIL_SERVER and "@" not in MAIL_FROM:
    raise ImproperlyConfigured(gettext_noop("BEFFROI_MAIL needs BEFFROI_MAIL_FROM, the address that mails come from"))
MAIL_BELIEVED = [name.strip() for name in env.list("MAIL_BELIEVED", default=[]) if name.strip()]


def sms_body() -> Body:
    try:
        return Body.parse(env.str("SMS_BODY", default='{"to": "{to}", "message": "{text}"}'))
    except ValueError as error:
        raise ImproperlyConfigured(f"BEFFROI_SMS_BODY: {error}") from None


SMS_GATEWAY = env.str("SMS_GATEWAY", default="")
SMS_TOKEN = env.str("SMS_TOKEN", default="")
SMS_BODY = sms_body()
MATRIX_SERVER = env.str("MATRIX_SERVER", default="")
MATRIX_TOKEN = env.str("MATRIX_TOKEN", default="")
for server in (SMS_GATEWAY, MATRIX_SERVER):
    if server and not server.startswith(("https://", "http://")):
        raise ImproperlyConfigured(gettext_noop("BEFFROI_SMS_GATEWAY and BEFFROI_MATRIX_SERVER begin with https://"))


def relay() -> Address | None:
    said, credentials = env.str("NATS", default=""), env.str("NATS_CREDENTIALS", default="")
    try:
        return Address.parse(said, credentials) if said else None
    except ValueError as error:
        raise ImproperlyConfigured(f"BEFFROI_NATS: {error}") from None


NATS = relay()

SECOND_FACTOR = env.str("SECOND_FACTOR", default="required")
if SECOND_FACTOR not in ("required", "grace", "off"):
    raise ImproperlyConfigured(gettext_noop("BEFFROI_SECOND_FACTOR is required, grace or off"))
SECOND_FACTOR_DAYS = env.int("SECOND_FACTOR_DAYS", default=7)

OIDC_ISSUER = env.str("OIDC_ISSUER", default="")  # of the identity provider, to the letter; empty: there is none
OIDC_NAME = env.str("OIDC_NAME", default="ProConnect")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_SCOPES = env.str("OIDC_SCOPES", default="openid given_name usual_name email uid siret")
OIDC_ACR = env.str("OIDC_ACR", default="")
OIDC_TWO_FACTOR_ACR = env.list("OIDC_TWO_FACTOR_ACR", default=["eidas2", "eidas3"])
OIDC_PLAIN_USERINFO = env.bool("OIDC_PLAIN_USERINFO", default=False)


def origin_of_the_provider() -> list[str]:
    """Where a form of ours may lead: signing out ends the session at the provider too."""
    if not OIDC_ISSUER:
        return []
    split = urlsplit(OIDC_ISSUER)
    if split.scheme != "https" and split.hostname not in ("localhost", "127.0.0.1"):
        raise ImproperlyConfigured(gettext_noop("BEFFROI_OIDC_ISSUER begins with https://"))
    if not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
        raise ImproperlyConfigured(
            gettext_noop("BEFFROI_OIDC_ISSUER needs BEFFROI_OIDC_CLIENT_ID and BEFFROI_OIDC_CLIENT_SECRET")
        )
    return [f"{split.scheme}://{split.netloc}"]


INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "beffroi.work",
    "beffroi.access",
    "beffroi.journal",
    "beffroi.door",
    "beffroi.keeping",
    "beffroi.notify",
    "beffroi.directory",
    "beffroi.archive",
    "beffroi.chronicle",
    "beffroi.facts",
    "beffroi.guard",
    "beffroi.listening",
    "beffroi.publishing",
    "beffroi.inbox",
    "beffroi.rankings",
    "beffroi.people",
    "beffroi.site",
]

MIDDLEWARE = [
    "beffroi.site.logs.requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "beffroi.access.middleware.organisation",
    "beffroi.directory.rights.account_roles",
    "beffroi.door.middleware.seen",
    "beffroi.site.second_factor.SecondFactor",
    "beffroi.site.at_the_door.kept_nowhere",
    "beffroi.site.at_the_door.no_crowd",
]

ROOT_URLCONF = "beffroi.site.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "beffroi.site.context.desk",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "beffroi.site.templatetags.beffroi",
                "beffroi.journal.templatetags.sentences",
                "beffroi.publishing.templatetags.leaving",
                "beffroi.listening.templatetags.pace",
                "beffroi.listening.templatetags.why",
            ],
        },
    }
]
WSGI_APPLICATION = None

SQLITE = {
    # IMMEDIATE: a read-then-write transaction that starts deferred dies with "database is locked" whatever the timeout.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: a power cut must not undo "sent".
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;PRAGMA mmap_size=134217728;",
}


# Five seconds without a connection and the page says so; the default of thirty would only keep people waiting.
POOL = {"min_size": 1, "max_size": 8 + SENDERS, "timeout": 5.0}


def database() -> dict[str, Any]:
    config = env.db_url("DATABASE_URL", default=f"sqlite:///{DATA / 'beffroi.sqlite3'}")
    if config["ENGINE"].endswith("sqlite3"):
        return {**config, "CONN_MAX_AGE": None, "OPTIONS": SQLITE}
    if config["ENGINE"].endswith("postgresql"):
        return {**config, "CONN_MAX_AGE": 0, "OPTIONS": {"pool": POOL}}
    raise ImproperlyConfigured(gettext_noop("BEFFROI_DATABASE_URL must be sqlite:///… or postgresql://…"))


DATABASES = {"default": database()}
# How a resting worker learns of a due row: on PostgreSQL wake-ups cost a ninth of what looking does (decision 0026).
IS_POSTGRESQL = DATABASES["default"]["ENGINE"].endswith("postgresql")
WAKE = env.str("WAKE", default="procrastinate" if IS_POSTGRESQL else "loop")
if WAKE not in ("loop", "procrastinate"):
    raise ImproperlyConfigured(gettext_noop("BEFFROI_WAKE must be loop or procrastinate"))
if WAKE == "procrastinate":
    if not IS_POSTGRESQL:
        raise ImproperlyConfigured(gettext_noop("BEFFROI_WAKE=procrastinate needs PostgreSQL (BEFFROI_DATABASE_URL)"))
    INSTALLED_APPS.append("procrastinate.contrib.django")  # its migrations are PostgreSQL's own
    PROCRASTINATE_IMPORT_PATHS = ["beffroi.work.wake_ups"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "welcome"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "beffroi.door.session_store"  # the database has no key that opens a session
SESSION_COOKIE_NAME = "beffroi_session"
CSRF_COOKIE_NAME = "beffroi_csrf"
LANGUAGE_COOKIE_NAME = "beffroi_language"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # not "Strict": people come back from the identity provider
# Only an https:// public address makes cookies "secure": on http://127.0.0.1 the browser would drop them.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_ADDRESS.startswith("https://")
# Behind https:// alone: whoever runs this on http://127.0.0.1 must be able to come back.
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SESSION_COOKIE_SECURE else 0
CSRF_FAILURE_VIEW = "beffroi.site.errors.expired_form"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [HERE.parent / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Paris")

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"  # empty: pages and their files come from the package
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
MEDIA_ROOT = DATA / "media"
MAX_IMAGE_UPLOAD = 20 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "connect-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "form-action": ["'self'", *origin_of_the_provider()],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

DEFAULT_EXCEPTION_REPORTER_FILTER = "beffroi.site.reporting.NoSecrets"
LOG = env.str("LOG", default="plain")
if LOG not in logs.FORMS:
    raise ImproperlyConfigured(gettext_noop("BEFFROI_LOG must be plain or json"))
LOGGING = logs.configured(LOG, env.str("LOG_LEVEL", default=""))


def metrics_from() -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(said.strip()) for said in env.list("METRICS_FROM", default=[]) if said.strip())
    except ValueError:
        raise ImproperlyConfigured(
            gettext_noop("BEFFROI_METRICS_FROM lists networks, separated by commas: 10.1.0.0/16, 192.0.2.7")
        ) from None


METRICS_FROM = metrics_from()  # who may read /metrics; neither this nor a token: nobody
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
