"""Django settings; every value that differs between places comes through ``pbc.environment``."""

import os
from datetime import timedelta

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from pbc.environment import BASE_DIR, Environment
from pbc.launch import private_server

PBC_ENVIRONMENT = environment = Environment(os.environ)

PBC_IS_PRODUCTION = environment.is_production
PBC_VAR = environment.var_dir
PBC_SITE_URL = environment.get("PBC_SITE_URL", default="http://localhost:8000")

SECRET_KEY = environment.key("PBC_SECRET_KEY")
ENCRYPTION_KEY = environment.key("PBC_ENCRYPTION_KEY")
SEALING_CERTIFICATE = environment.get(
    "PBC_SEALING_CERTIFICATE", default=str(PBC_VAR / "keys" / "sealing.p12")
)
SEALING_PASSPHRASE = environment.key("PBC_SEALING_PASSPHRASE")

DEBUG = False
ALLOWED_HOSTS = environment.get("PBC_HOSTS", default="localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "crispy_forms",
    "csp",
    "django_htmx",
    "pbc",
    "localities",
    "accounts",
    "governance",
    "les_schemes",
    "applications",
    "payments",
    "demonstration",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "pbc.largest_request.LargestRequest",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pbc.clock.StandingClockMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "pbc.urls"
WSGI_APPLICATION = "pbc.wsgi.application"

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
                "csp.context_processors.nonce",
                "pbc.context_processors.shell",
            ],
        },
    },
]

# On PostgreSQL the tables' owner migrates; the application runs as a role that can neither drop nor
# truncate them, nor take a trigger away (design: pbc/database_guards.py).
APPLICATION_DATABASE_URL = environment.database_url(
    "DATABASE_URL", default=f"sqlite:///{PBC_VAR / 'pbc.sqlite3'}"
)
RUNS_AS_DATABASE_OWNER = environment.optional("PBC_DATABASE_ROLE") == "owner"
DATABASES = {
    "default": dj_database_url.parse(
        environment.database_url("DATABASE_OWNER_URL")
        if RUNS_AS_DATABASE_OWNER
        else APPLICATION_DATABASE_URL,
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Django's own defaults answer four writers with "database is locked" (design/strength.md).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
CSRF_FAILURE_VIEW = "pbc.views.csrf.failure"

# A session ends after half an hour without a page, and after a working day in any case.
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60
PASSWORD_RESET_TIMEOUT = 60 * 60

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by the invitation sent to it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "change_password": "accounts.forms.sign_in.ChangePasswordForm",
    "reset_password": "accounts.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.sign_in.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.sign_in.ReauthenticateForm",
}
# Many practices reach us through one address. Guessing is held back by django-axes, in the
# database; "login_failed" is left for second-factor codes, which allauth counts for each person.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "10/15m/key"}

MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "PBC Administration"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PBC_IS_PRODUCTION
MFA_FORMS = {
    "authenticate": "accounts.forms.second_factor.AuthenticateForm",
    "reauthenticate": "accounts.forms.second_factor.ReauthenticateForm",
    "activate_totp": "accounts.forms.second_factor.ActivateTOTPForm",
    "deactivate_totp": "accounts.forms.second_factor.DeactivateTOTPForm",
    "generate_recovery_codes": "accounts.forms.second_factor.GenerateRecoveryCodesForm",
    "add_webauthn": "accounts.forms.second_factor.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.second_factor.EditPasskeyForm",
}

# User and address together: otherwise anyone could lock anyone out (design/strength.md).
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
# Or whoever goes on guessing would keep the person out for good.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # the audit trail keeps who signed in
AXES_ENABLE_ADMIN = False
AXES_USERNAME_CALLABLE = "accounts.lock_out.username_of"
AXES_CLIENT_IP_CALLABLE = "accounts.lock_out.address_of"
AXES_LOCKOUT_CALLABLE = "accounts.lock_out.respond"
AXES_SENSITIVE_PARAMETERS = ["password", "code", "csrfmiddlewaretoken"]
AXES_VERBOSE = False

# Shared by all processes: used second-factor codes and rate limits are kept here.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Django's own 300 would throw away codes that were used a moment ago.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = PBC_VAR / "staticfiles"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": PBC_VAR / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CRISPY_ALLOWED_TEMPLATE_PACKS = ["nhsuk"]
CRISPY_TEMPLATE_PACK = "nhsuk"
CRISPY_FAIL_SILENTLY = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the second factor's QR code is a data: picture
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

REDIS_URL = environment.get("REDIS_URL", default=private_server.address(PBC_VAR))
CELERY_BROKER_URL = private_server.as_broker(REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Above the longest task (a run is cut off at 900 s), or a task would start twice while it runs.
CELERY_TASK_TIME_LIMIT = 900
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1200,
    "unacked_restore_interval": 10,
    "socket_connect_timeout": 2,
    "retry_policy": {"max_retries": 0},
}
# A lost hint costs a minute, a page that waits for a broker costs its reader.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "pbc.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "clear-sessions": {"task": "accounts.clear_sessions", "schedule": 24 * 3600.0},
    "send-outbox": {"task": "pbc.send_outbox", "schedule": 60.0, "options": {"expires": 60}},
    "keep-sign-ups": {
        "task": "les_schemes.keep_sign_ups",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "keep-statements": {
        "task": "les_schemes.keep_statements",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "send-reminders": {
        "task": "les_schemes.send_reminders",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
PBC_BEHIND_PROXY = environment.flag("PBC_BEHIND_PROXY")
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

if PBC_IS_PRODUCTION:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    # The health check of a container speaks to it directly, without TLS.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [PBC_SITE_URL]
    # Only where a proxy of ours sets the header, or anyone could claim to have come by TLS.
    if PBC_BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# smtp://, smtps:// or smtp+tls://user:password@host:port; without it, mail goes to the log.
EMAIL = environment.email("PBC_EMAIL_URL")
EMAIL_BACKEND = EMAIL["backend"]
EMAIL_HOST = EMAIL["host"]
EMAIL_PORT = EMAIL["port"]
EMAIL_HOST_USER = EMAIL["user"]
EMAIL_HOST_PASSWORD = EMAIL["password"]
EMAIL_USE_TLS = EMAIL["starttls"]
EMAIL_USE_SSL = EMAIL["tls"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.get("PBC_EMAIL_FROM", default="pbc@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": environment.optional("PBC_LOG_LEVEL", default="INFO"),
    },
    "loggers": {
        # Django's own handlers say nothing when DEBUG is off but to administrators by e-mail.
        "django": {"handlers": [], "propagate": True},
        # Libraries that announce themselves, or tell how each font was cut.
        "axes.apps": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}

environment.complain()
