# The registry for a real deployment. compose.yaml runs it as web, worker and migration.
# Settings come from the environment; nothing secret is in the image.

FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.lock .
RUN /venv/bin/pip install --require-hashes --no-deps -r requirements.lock


FROM python:3.11-slim-bookworm
# What WeasyPrint draws PDF with.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libfontconfig1 libharfbuzz-subset0 libharfbuzz0b libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --home-dir /nonexistent opmodel

COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=opmodel.config.settings \
    OPMODEL_VAR=/var/lib/opmodel \
    # fontconfig's cache, for a root file system that is read-only.
    XDG_CACHE_HOME=/tmp
# Compiled once here, so that a start does not; static files need no database and no real key.
RUN python -m compileall -q . \
    && SECRET_KEY=only-while-building DATABASE_URL=postgresql:///none python manage.py collectstatic --no-input

USER opmodel
EXPOSE 8000
# As a request through the proxy would look: the right host, and https.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import http.client, os; \
host = os.environ['ALLOWED_HOSTS'].split(',')[0].strip().lstrip('.'); \
to = http.client.HTTPConnection('127.0.0.1', 8000, timeout=4); \
to.request('GET', '/readyz', headers={'Host': host, 'X-Forwarded-Proto': 'https'}); \
raise SystemExit(to.getresponse().status != 200)"]
# Two processes with one thread each, as in script/house/web.py.
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", \
     "--workers", "2", "--blocking-threads", "1", "--workers-kill-timeout", "5", \
     "--respawn-failed-workers", "--log-level", "warning", "opmodel.config.wsgi:application"]
