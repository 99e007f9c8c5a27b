"""Every setting, read top to bottom; each value that differs between installations comes from the environment."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def required(name: str, what: str) -> str:
    """The value of an environment variable, or a start that stops with a sentence."""
    value = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment: {what}. See .env.example.")
    return value


# The example's placeholders are public, also inside an address that carries a password.
for name, value in env.ENVIRON.items():
    if name.startswith("CPD_") and "change-me" in value:
        raise ImproperlyConfigured(f"{name} still holds the placeholder of .env.example: give it a value of your own.")


# Where things are
CPD_VAR = Path(env.str("CPD_VAR", str(BASE_DIR / "var")))
CPD_VAULT = Path(env.str("CPD_VAULT", str(CPD_VAR / "vault")))
CPD_FILES = Path(env.str("CPD_FILES", str(CPD_VAR / "files")))
CPD_DATABASE_URL = env.str("CPD_DATABASE_URL", "")
CPD_BROKER_URL = env.str("CPD_BROKER_URL", "")
# The embedded default makes its own keys on first use; production makes them by a command.
CPD_EMBEDDED = env.bool("CPD_EMBEDDED", not CPD_DATABASE_URL)
CPD_KEY_PASSPHRASE = env.str("CPD_KEY_PASSPHRASE", "")
# The kind of key that seals PDFs, when one is made
CPD_SEAL = env.str("CPD_SEAL", "p256")
if CPD_SEAL not in ("p256", "rsa2048", "rsa3072"):
    raise ImproperlyConfigured("CPD_SEAL is p256, rsa2048 or rsa3072. See .env.example.")
# Keys that lie in a device instead of the vault
CPD_PKCS11_MODULE = env.str("CPD_PKCS11_MODULE", "")
CPD_PKCS11_TOKEN = env.str("CPD_PKCS11_TOKEN", "")
CPD_PKCS11_PIN = env.str("CPD_PKCS11_PIN", "")
CPD_PKCS11_KEYS = env.list("CPD_PKCS11_KEYS", default=["log", "credential", "token", "seal", "root"])
CPD_MAX_UPLOAD_BYTES = env.int("CPD_MAX_UPLOAD_BYTES", 20 * 1024 * 1024)
CPD_CLAMD = env.str("CPD_CLAMD", "")
# A time-stamp authority (RFC 3161), and its root's and its own certificate as PEM files.
CPD_TIMESTAMP_URL = env.str("CPD_TIMESTAMP_URL", "")
CPD_TIMESTAMP_ROOT = env.str("CPD_TIMESTAMP_ROOT", "")
CPD_TIMESTAMP_CERTIFICATE = env.str("CPD_TIMESTAMP_CERTIFICATE", "")

# Who we are
CPD_BASE_URL = env.str("CPD_BASE_URL", "http://localhost:8000").rstrip("/")
# Where files of evidence come from, if not from the address above
CPD_FILES_ORIGIN = env.str("CPD_FILES_ORIGIN", "").rstrip("/")
CPD_SERVICE_NAME = env.str("CPD_SERVICE_NAME", "CPD")
CPD_EXIT_URL = env.str("CPD_EXIT_URL", "https://www.bbc.co.uk/weather")
CPD_SUPPORT_EMAIL = env.str("CPD_SUPPORT_EMAIL", "help@example.org")

# One-click sign-in for demonstration people; the supervisor refuses it on an address that others can reach.
CPD_DEMO = env.bool("CPD_DEMO", False)

SECRET_KEY = required("CPD_SECRET_KEY", "a random text of 50 characters or more, which signs sessions")
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("CPD_SECRET_KEY is too short: give it 50 random characters. See .env.example.")
DEBUG = False
ALLOWED_HOSTS = env.list("CPD_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
if CPD_FILES_ORIGIN:
    files_host = urlsplit(CPD_FILES_ORIGIN).hostname
    # Cookies do not tell ports apart, so another port of the same host would be no separation.
    if not files_host or files_host == urlsplit(CPD_BASE_URL).hostname or urlsplit(CPD_FILES_ORIGIN).path:
        raise ImproperlyConfigured(
            "CPD_FILES_ORIGIN is another host than CPD_BASE_URL, without a path. See .env.example."
        )
    ALLOWED_HOSTS.append(files_host)
CSRF_TRUSTED_ORIGINS = [CPD_BASE_URL]
HTTPS = urlsplit(CPD_BASE_URL).scheme == "https"

INSTALLED_APPS = [
    "cpd.history",
    "cpd.jobs",
    "cpd.keys",
    "cpd.files",
    "cpd.notices",
    "cpd.accounts",
    "cpd.operations",
    "courses",
    "assessments",
    "cpd.support.SupportConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "lucide",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "cpd.accounts.middleware.FilesOrigin",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cpd.accounts.leaving.middleware.LeavingByForm",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cpd.accounts.middleware.PrivateResponses",
    "cpd.accounts.middleware.SecondFactorForStaff",
    "cpd.accounts.middleware.FirstSignIn",
]

ROOT_URLCONF = "cpd.urls"
WSGI_APPLICATION = "cpd.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cpd.accounts.context.page",
            ],
            "builtins": ["cpd.accounts.templatetags.words"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

if CPD_DATABASE_URL:
    DATABASES = {"default": env.db_url("CPD_DATABASE_URL")}
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": CPD_VAR / "cpd.sqlite3",
            # Each thread keeps its connection: the last one to close would write the whole log back, in every request.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # IMMEDIATE: a transaction that reads and then writes takes the write lock at its start, so it waits instead of failing.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # secure_delete: what is erased is overwritten, and stands in no page that a backup copies.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                "PRAGMA secure_delete=ON;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sessions, limits and the cache rest in the database, so that Redis is not missed when it is away.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# What a page says once may hold a name, so it stays on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cpd.accounts.views.csrf_failure"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # The default of 300 would let a flood of tries push out the very counts that limit them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cpd.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Nobody learns from a mail whether an address has an account, and strangers get none.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
MFA_ADAPTER = "cpd.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TRUST_ENABLED = False
MFA_TOTP_ISSUER = CPD_SERVICE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("CPD_TRUSTED_PROXIES", 0)

# Mail: without an address it is written under var/mail, and the administrator's page says so.
CPD_MAIL_URL = env.str("CPD_EMAIL_URL", "")
CPD_MAIL_DIR = CPD_VAR / "mail"
DEFAULT_FROM_EMAIL = env.str("CPD_FROM_EMAIL", f"{CPD_SERVICE_NAME} <no-reply@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if CPD_MAIL_URL:
    mail = env.email_url("CPD_EMAIL_URL")
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": mail["EMAIL_HOST"],
                "port": mail["EMAIL_PORT"] or 25,
                "username": mail["EMAIL_HOST_USER"] or "",
                "password": mail["EMAIL_HOST_PASSWORD"] or "",
                "use_tls": mail.get("EMAIL_USE_TLS", False),
                "use_ssl": mail.get("EMAIL_USE_SSL", False),
                "timeout": 20,
            },
        }
    }
else:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": CPD_MAIL_DIR},
        }
    }

# Files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("CPD_STATIC", str(CPD_VAR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": CPD_FILES}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Nothing links to the plain names, and compressing them too would double the first start's wait.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
FILE_UPLOAD_HANDLERS = ["cpd.files.uploads.CappedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Safety of every answer
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", *([CPD_FILES_ORIGIN] if CPD_FILES_ORIGIN else [])],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

# Where background jobs are declared: each feature's tasks.py
JOB_TASK_MODULES = [
    "cpd.jobs.tasks",
    "cpd.keys.tasks",
    "cpd.files.tasks",
    "cpd.notices.tasks",
    "cpd.accounts.tasks",
    "cpd.operations.tasks",
    "courses.delivery.tasks",
    "assessments.portfolios.tasks",
    "assessments.evaluations.tasks",
    "assessments.confidentiality.tasks",
    "assessments.cases.tasks",
    "assessments.marking.tasks",
    "assessments.moderation.tasks",
    "assessments.certificates.tasks",
    "assessments.audit.tasks",
    "assessments.records.tasks",
]
# Where features say what a person holds in a role, so that it is handed over before the role ends
HOLDING_MODULES = ["courses.delivery.holdings", "assessments.marking.holdings", "assessments.marking.readiness"]
# Where features say what moves or ends with an enrolment; the higher feature first, as its rows rest on the lower's
CLOCK_MODULES = ["assessments.portfolios.clocks"]
# Where features say what must not be destroyed, and destroy again after a restore what was destroyed before
KEEPING_MODULES = ["assessments.records.keeping.holding"]
# A job whose worker vanished is taken back this long after its kind's own seconds.
JOB_LEASE_MARGIN_SECONDS = 10
# A job that was announced and that nobody took is announced again after so long.
JOB_RING_AGAIN_SECONDS = 30

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # A refusal is no fault, and its line would hold the address: a one-time link, or a name that was searched for.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security.csrf": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": env.str("CPD_LOG_LEVEL", "WARNING")},
}
