"""Settings, all from the environment, so that one image serves every deployment."""

import json
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import SELF

from opmodel.publishing.api import about

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

# Generated things: static files, logs. Never in the repository.
VAR = Path(env.str("OPMODEL_VAR", default=str(BASE_DIR / "var")))

# The demo signs people in with generated passwords over plain http on this machine only.
DEMO = env.bool("OPMODEL_DEMO", default=False)
# Whether WeasyPrint's native libraries are there; without them everything else still works.
PDF = env.bool("OPMODEL_PDF", default=True)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# What checkpoints of the audit are signed with: 32 bytes in base64, else made from the key above.
AUDIT_SIGNING_KEY = env.str("AUDIT_SIGNING_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEMO else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "opmodel.editions",
    "opmodel.access",
    "opmodel.audit",
    "directorates",
    "places",
    "governance",
    "commissioning",
    "transition",
    "opmodel.findings",
    "opmodel.scenarios",
    "opmodel.workbooks",
    "opmodel.drafting",
    "opmodel.publishing",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "axes",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "drf_spectacular",
    "guardian",
    "procrastinate.contrib.django",
    "rest_framework",
    "simple_history",
]

MIDDLEWARE = [
    "opmodel.publishing.middleware.what_browsers_may_do",
    "opmodel.publishing.middleware.request_limits",
    "opmodel.publishing.middleware.answers_computed_once",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "opmodel.publishing.styles.StyleHashMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "opmodel.access.sessions.limited_sessions",
    "opmodel.access.second_factor.asked_of_who_changes",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = env.str("OPMODEL_URLS", default="opmodel.config.urls")
WSGI_APPLICATION = "opmodel.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "opmodel.publishing.jinja.environment",
            "context_processors": ["django.template.context_processors.request"],
        },
    },
    {
        # For the libraries' own templates; the registry's pages are all Jinja.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
    },
]

# The application's role owns nothing and cannot change the schema. Commands that must (migrate,
# prepare) run as the owner: manage.py says so by OPMODEL_AS_OWNER.
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASE_ROLE = DATABASES["default"]["USER"]
if env.bool("OPMODEL_AS_OWNER", default=False):
    DATABASES["default"] = env.db("DATABASE_OWNER_URL", default=env.str("DATABASE_URL"))
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
# A database that was restarted is noticed before the next question, not by whoever asks it.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    # First: it refuses an account that is locked before its password is looked at.
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

# Sessions end eight hours after they began, and sooner where nothing is asked for an hour.
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_IDLE_AGE = env.int("SESSION_IDLE_MINUTES", default=60) * 60
SESSIONS_OF_ONE_ACCOUNT = 5
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60

# Signing in (docs/signing-in.md). Nobody makes an account by themselves, and no mail is sent.
ACCOUNT_ADAPTER = "opmodel.access.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
# What is tried too often is counted in the database, by axes: a cache is each process's own.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {"login": "opmodel.access.sign_in_forms.SignInForm"}
MFA_ADAPTER = "opmodel.access.adapters.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Operating-model registry"
# A phone's clock may differ by a period; no code is taken twice (opmodel.access.one_time_codes).
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "opmodel.access.sign_in_forms.CodeForm",
    "reauthenticate": "opmodel.access.sign_in_forms.CodeAgainForm",
    "activate_totp": "opmodel.access.sign_in_forms.FirstCodeForm",
}
# Proxies between visitors and the registry, counted: whose address a wrong password came from.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username", ["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Somebody who goes on trying keeps nobody out for longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "opmodel.access.adapters.address_of"
AXES_LOCKOUT_CALLABLE = "opmodel.access.locked.refuse"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# Kept out of the log, where a password sometimes stands in for a name, and codes out of the table.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]

# The organisation's own provider, by OpenID Connect; none unless its issuer is named.
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_CLIENT_SECRET_FILE = env.str("OIDC_CLIENT_SECRET_FILE", default="")
if OIDC_CLIENT_SECRET_FILE:
    OIDC_CLIENT_SECRET = Path(OIDC_CLIENT_SECRET_FILE).read_text().strip()
OIDC_NAME = env.str("OIDC_NAME", default="") or "your organisation's account"
OIDC_SCOPES = env.list("OIDC_SCOPES", default=["openid", "profile", "email"])
OIDC_GROUPS_CLAIM = env.str("OIDC_GROUPS_CLAIM", default="groups")
# {"a group": ["role", "organisation", "kind:key of a unit, if the role is for one"], …}
OIDC_GROUPS = json.loads(env.str("OIDC_GROUPS", default="") or "{}")
# The provider asks everybody for a second factor, whether its tokens say so or not.
OIDC_ALWAYS_SECOND_FACTOR = env.bool("OIDC_ALWAYS_SECOND_FACTOR", default=False)
SOCIALACCOUNT_ADAPTER = "opmodel.access.adapters.ProviderAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# Only the registry's own files: those that libraries bring are for pages that are not served.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATICFILES_DIRS = [BASE_DIR / "opmodel" / "publishing" / "static"]
# Fonts are for PDFs and source maps for developers: neither is worth the time to compress.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("ttf", "map", "png", "ico", "jpg", "woff2")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Answers to visitors who are not signed in, remembered in each web process.
ANSWERS_MOST_BYTES = env.int("ANSWERS_MOST_BYTES", default=32_000_000)
# Seconds for which a process takes it that nothing new was published.
ANSWERS_CHECKED_EVERY = env.float("ANSWERS_CHECKED_EVERY", default=0.1)
ANSWERS_NEVER_KEPT = (STATIC_URL, "/healthz", "/readyz", "/sign-in/", "/account/")

# A workbook that is sent stays in memory until it is in the database: larger ones are refused
# before they are read (opmodel.publishing.middleware).
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 2**20

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Plain http is for the demo on one's own machine; anything else sits behind TLS.
SECURE_SSL_REDIRECT = not DEMO
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_HSTS_PRELOAD = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = not DEMO
CSRF_COOKIE_SECURE = not DEMO
# A browser takes cookies of these names over TLS only, and from this very host.
SESSION_COOKIE_NAME = "sessionid" if DEMO else "__Host-session"
CSRF_COOKIE_NAME = "csrftoken" if DEMO else "__Host-csrf"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    },
}

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "opmodel.publishing.api.problems.problem_response",
    "DEFAULT_RENDERER_CLASSES": ["opmodel.publishing.api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

SPECTACULAR_SETTINGS = about.SPECTACULAR_SETTINGS

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Font subsetting talks at length about every table it drops.
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
    },
}
