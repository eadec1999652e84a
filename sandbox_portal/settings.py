"""One settings file; everything that differs between places comes from the environment (.env.example lists it)."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import NONE, SELF

from sandbox_portal.environment import (
    database,
    database_url,
    flag,
    number,
    optional,
    refuse_unsafe_production,
    required,
    words,
)
from sandbox_portal.govuk.csp import JS_ENABLED_SNIPPET_HASH
from sandbox_portal.logging import logging_settings

ROOT = Path(__file__).resolve().parent.parent
CONTENT_ROOT = ROOT / "content"

refuse_unsafe_production(os.environ)

TESTING = flag("TESTING")
DEBUG = flag("DEBUG")
DEMONSTRATION = flag("DEMONSTRATION") or TESTING
SECRET_KEY = required("SECRET_KEY")
SEALING_KEY = required("SEALING_KEY")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
PORTAL_URL = required("PORTAL_URL").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "sandbox_portal.govuk",
    "sandbox_portal.people",
    "sandbox_portal.casework",
    "sandbox_portal.documents",
    "sandbox_portal.lookup",
    "sandbox_portal.questions",
    "sandbox_portal.recompute",
    "sandbox_portal.register",
    "programme",
    "selection",
    "inspection",
    "registration",
    "handbooks",
    "sandbox_portal.demo",
    "sandbox_portal.operations",
    "sandbox_portal",
]

MIDDLEWARE = [
    "sandbox_portal.operations.middleware.ActingPerson",
    "sandbox_portal.govuk.middleware.RequestReference",
    "sandbox_portal.operations.middleware.HandOverFiles",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "sandbox_portal.people.middleware.NoDevices",
    "sandbox_portal.people.middleware.InputGate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sandbox_portal.people.middleware.SignedOutInJson",
    "sandbox_portal.people.middleware.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "sandbox_portal.people.middleware.SecondFactorRequired",
    "sandbox_portal.people.middleware.NoStore",
    "sandbox_portal.people.middleware.RefusedForms",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sandbox_portal.casework.access_record.RecordLooks",
    "sandbox_portal.casework.typing_middleware.OnBehalf",
    "sandbox_portal.casework.middleware.RefusalPages",
]

ROOT_URLCONF = "sandbox_portal.urls"
WSGI_APPLICATION = "sandbox_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sandbox_portal.govuk.context.portal",
                "sandbox_portal.people.context.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "govuk"
CRISPY_TEMPLATE_PACK = "govuk"

DATABASES = {"default": database(database_url(), testing=TESTING)}
# In PostgreSQL because all web processes must count sign-in attempts together, and a page never talks to Redis.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["sandbox_portal.people.arriving.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:  # Argon2 is slow on purpose; tests sign in thousands of times.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # email is unique without regard to capitals, by a constraint on lower(email)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [ROOT / "locale"]
DATE_FORMAT = "j F Y"

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "var" / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_ROOT = Path(required("MEDIA_ROOT"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "sandbox_portal.govuk.storage.PortalStaticFilesStorage",
        # The image is made by root and runs as somebody else, who must read them: not as FILE_UPLOAD_PERMISSIONS.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
    "documents": {"BACKEND": "sandbox_portal.documents.disk.Disk"},
}
FILES_BUCKET = optional("FILES_BUCKET")  # a private bucket of an S3-compatible store; empty: files lie in MEDIA_ROOT
if FILES_BUCKET:
    STORAGES["documents"] = {
        "BACKEND": "sandbox_portal.documents.bucket.Bucket",
        "OPTIONS": {
            "bucket": FILES_BUCKET,
            "endpoint": optional("FILES_ENDPOINT"),
            "region": optional("FILES_REGION"),
            "key_id": optional("FILES_KEY_ID"),
            "secret": optional("FILES_SECRET"),
            # Above 0, downloads go by an address of the store that works for so many seconds.
            "signed_seconds": number("FILES_SIGNED_SECONDS", 0),
        },
    }
if TESTING:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True

BEHIND_PROXY = flag("BEHIND_PROXY")
SESSION_ENGINE = "sandbox_portal.people.arriving"  # in the database; the person comes with the session
# SessionLimits ends a session after 12 hours at most. The row stays longer, so that a form sent on the morning after is
# still known to be somebody's, and what they had typed is kept until they have signed in again.
SESSION_COOKIE_AGE = 4 * 24 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sandbox_portal.govuk.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PORTAL_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = optional("SECURE_SSL_REDIRECT") != "0"
    SECURE_REDIRECT_EXEMPT = [r"^health$"]  # asked from inside the container
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
REQUEST_MAX_BYTES = 30_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
SENDFILE = optional("SENDFILE")  # nginx: downloads are handed to it by name; empty: the portal sends them itself
FILE_UPLOAD_TEMP_DIR = optional("FILE_UPLOAD_TEMP_DIR") or None
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["sandbox_portal.documents.uploads.LimitedUpload"]
DATA_UPLOAD_MAX_NUMBER_FILES = 20
CLAMD_URL = optional("CLAMD_URL")  # tcp://host:3310 or unix:///path of a clamd; empty: files are shown as not checked
# PDF_SIGNING_KEY and PDF_SIGNING_CERT: PEM files with which issued PDFs are signed; empty: PDFs carry no signature.
PDF_SIGNING_KEY, PDF_SIGNING_CERT = optional("PDF_SIGNING_KEY"), optional("PDF_SIGNING_CERT")
PDF_SIGNING_PASSPHRASE = optional("PDF_SIGNING_PASSPHRASE")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, JS_ENABLED_SNIPPET_HASH],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

CELERY_BROKER_URL = required("CELERY_BROKER_URL")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
WORKER_SECONDS_TO_END = number("WORKER_SECONDS_TO_END", 45)  # less than stop_grace_period of docker-compose.yml
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "casework.sweep", "schedule": 60.0},
    "scheduler-lives": {"task": "casework.scheduler_lives", "schedule": 20.0, "options": {"expires": 30}},
    "reminders": {"task": "casework.create_due_reminders", "schedule": crontab(hour=7, minute=0)},
    "audit-anchor": {"task": "casework.anchor_audit", "schedule": crontab(hour=6, minute=30)},
}

# A monitoring system that sends this as “Authorization: Bearer …” may read /metrics; empty: none may.
METRICS_TOKEN = optional("METRICS_TOKEN")
# After this many seconds the relay stops waiting for the queue and does a published task itself.
OUTBOX_PATIENCE = number("OUTBOX_PATIENCE", 60)
# Where the daily digest of the audit trail goes: a mailbox that the people who run the database cannot change.
AUDIT_ADDRESS = optional("AUDIT_ADDRESS")
EMAIL_BACKEND = "sandbox_portal.casework.mail.OutgoingMail"
EMAIL_URL = required("EMAIL_URL")
# Whose name letters bear: an address for which the mail server may send, or they are taken for a forgery.
DEFAULT_FROM_EMAIL = optional("EMAIL_FROM") or f"Sandbox Portal <no-reply@{urlsplit(PORTAL_URL).hostname}>"

LOGGING_CONFIG = None
logging_settings(debug=DEBUG, quiet=TESTING)

ACCOUNT_ADAPTER = "sandbox_portal.people.adapter.AccountAdapter"
ACCOUNT_EMAIL_BACKEND = "sandbox_portal.casework.mail.OutboxMail"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SIGNUP_FORM_CLASS = "sandbox_portal.people.signup.NamedPerson"
ACCOUNT_SIGNUP_REDIRECT_URL = "organisation-create"
ACCOUNT_FORMS = {
    "login": "sandbox_portal.people.forms.SignIn",
    "signup": "sandbox_portal.people.forms.SignUp",
    "reset_password": "sandbox_portal.people.forms.ResetPassword",
    "reset_password_from_key": "sandbox_portal.people.forms.NewPassword",
    "change_password": "sandbox_portal.people.forms.ChangePassword",
    "set_password": "sandbox_portal.people.forms.SetPassword",
    "reauthenticate": "sandbox_portal.people.forms.ConfirmPassword",
    "change_email": "sandbox_portal.people.forms.NewAddress",
    "add_email": "sandbox_portal.people.forms.AnotherAddress",
    "confirm_email_verification_code": "sandbox_portal.people.forms.CodeFromMail",
    "confirm_password_reset_code": "sandbox_portal.people.forms.ResetCodeFromMail",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "invitation": "20/m/ip",
    "look_up": "60/m/user",
    "link": "20/m/ip",
    "feedback": "30/h/ip",
    "login_account": "50/5m/key",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "sandbox_portal.people.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "sandbox_portal.people.forms.SecondStep",
    "reauthenticate": "sandbox_portal.people.forms.ConfirmSecondStep",
    "activate_totp": "sandbox_portal.people.forms.StartApp",
    "add_webauthn": "sandbox_portal.people.forms.AddPasskey",
    "edit_webauthn": "sandbox_portal.people.forms.RenamePasskey",
    "login_webauthn": "sandbox_portal.people.forms.SignInByPasskey",
    "reauthenticate_webauthn": "sandbox_portal.people.forms.ConfirmByPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Sandbox Portal"
