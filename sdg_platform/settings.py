"""All settings in one file; what differs between installations comes from the environment.

The table of variables stands in README.md. Nothing here opens a connection.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF

from sdg_platform.logs import logging_config

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- Who may come in ---------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-a-laptop" if DEBUG else "")
LOCAL_HOSTS = [".localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOCAL_HOSTS if DEBUG else [])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000" if DEBUG else "").rstrip("/")
# How many proxies stand in front, each adding to X-Forwarded-For. Nobody else is believed.
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
WAS_URL = env.str("WAS_URL", default="")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []

# --- What the house is built of ----------------------------------------------------------

INSTALLED_APPS = [
    "sdg_platform",
    "sdg_platform.limits",
    "sdg_platform.taxonomy",
    "sdg_platform.accounts",
    "sdg_platform.search",
    "partnerships",
    "practices",
    "workshops",
    "sdg_platform.briefs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
]

# Outermost first. What an outer one adds, it adds to the errors of all inner ones too.
MIDDLEWARE = [
    "sdg_platform.guards.headers.headers_middleware",
    "sdg_platform.logs.request_log_middleware",
    "sdg_platform.health.probe_middleware",
    "sdg_platform.guards.timing.timing_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "sdg_platform.guards.intake.IntakeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sdg_platform.accounts.middleware.actor_middleware",
    "sdg_platform.accounts.middleware.second_factor_middleware",
]

ROOT_URLCONF = "sdg_platform.urls"
WSGI_APPLICATION = "sdg_platform.wsgi.application"
ASGI_APPLICATION = "sdg_platform.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "sdg_platform.folding.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sdg_platform.context.site",
            ],
        },
    }
]
FORM_RENDERER = "sdg_platform.forms_renderer.LookRenderer"

# --- Where rows and files lie ------------------------------------------------------------

VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'sdg.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock at BEGIN: a deferred transaction that upgrades late fails
    # with "database is locked" instead of waiting. FULL survives a power cut.
    # Opening the file and reading its schema costs a page more than its queries do.
    _database["CONN_MAX_AGE"] = 600
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    # Safe behind PgBouncer: no server-side cursor or session state outlives a transaction.
    _database["CONN_MAX_AGE"] = 0
    # A restarted server must not cost the first visitors an error each.
    _database["CONN_HEALTH_CHECKS"] = True
    _database["DISABLE_SERVER_SIDE_CURSORS"] = True
    _database["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", 18), "timeout": 3},
        "connect_timeout": 3,
    }
    if env.str("TEST_DB_SUFFIX", default=""):
        _database["TEST"] = {"NAME": f"test_sdg_{env.str('TEST_DB_SUFFIX')}"}
# Past a pooler, for the one connection a process that listens for changes on the boards.
DATABASE_DIRECT_URL = env.str("DATABASE_DIRECT_URL", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
MEDIA_URL = "/media/"
# Ids of what was erased: beside the database and in no backup, so that a restore knows it.
ERASE_LIST = Path(env.str("ERASE_LIST", default=str(VAR_DIR / "erased.jsonl")))
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sdg_platform.collected.CollectedFiles"},
}
# Nobody else's page has a reason to load them.
WHITENOISE_ALLOW_ALL_ORIGINS = False
# What was collected is served in DEBUG too, so that the demo weighs what the product weighs;
# who edits the stylesheet runs `manage.py runserver`, which looks into static/ first.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000

# --- Languages: Danish is the source text, English the translation -----------------------

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- Accounts ----------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["sdg_platform.accounts.backend.MembersBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "sdg_platform.accounts.adapter.InviteOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# The invitation's link has proved the address already.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEBUG else "https"
# Minutes are written over hours and weeks: nobody is thrown out in the middle of one.
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_FORMS = {
    "login": "sdg_platform.accounts.forms.LoginForm",
    "change_password": "sdg_platform.accounts.forms.ChangePasswordForm",
    "set_password": "sdg_platform.accounts.forms.SetPasswordForm",
    "reset_password": "sdg_platform.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "sdg_platform.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "sdg_platform.accounts.forms.ReauthenticateForm",
}
# Coordinators and administrators set up a second factor before they see anything else.
SECOND_FACTOR_REQUIRED = not DEBUG
MFA_ADAPTER = "sdg_platform.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Verdensmål i praksis"
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_FORMS = {
    "authenticate": "sdg_platform.accounts.forms.AuthenticateForm",
    "reauthenticate": "sdg_platform.accounts.forms.ReauthenticateWithCodeForm",
    "activate_totp": "sdg_platform.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "sdg_platform.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "sdg_platform.accounts.forms.EditPasskeyForm",
}

# Sign-on with the municipality's own login: on as soon as the five variables are there.
SOCIALACCOUNT_ADAPTER = "sdg_platform.accounts.adapter.SignOnAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {}
if env.str("OIDC_CLIENT_ID", default=""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": env.str("OIDC_ID", default="kommune"),
                "name": env.str("OIDC_NAME", default="kommunens login"),
                "client_id": env.str("OIDC_CLIENT_ID"),
                "secret": env.str("OIDC_SECRET"),
                "settings": {
                    "server_url": env.str("OIDC_SERVER_URL"),
                    # The municipality runs the server and vouches for its own addresses.
                    "verified_email": True,
                },
            }
        ],
    }

# Limits count in the database outside DEBUG, so that they hold across processes.
RATE_LIMITS = env.str("RATE_LIMITS", default="on") != "off" or not DEBUG
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if DEBUG:
    ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_rows",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="verdensmaal@localhost")

# --- The browser's side of the walls -----------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "sdg_platform.errors.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if not DEBUG:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    MESSAGE_STORAGE = "sdg_platform.guards.cookies.HostMessages"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- What the administrator sees --------------------------------------------------------

SERVER_TIMING = env.bool("SERVER_TIMING", default=DEBUG)
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default=f"mailto:{DEFAULT_FROM_EMAIL}")
LOGGING = logging_config(debug=DEBUG)
