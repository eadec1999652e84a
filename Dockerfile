# One image for web, worker, scheduler and relay; docker-compose.yml says which runs what.
FROM python:3.12-slim-trixie

# Pango draws the PDFs, pg_dump of the database's version makes backups; everything else comes as Python packages.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home portal \
    && install -d -o portal -g portal -m 0700 /srv/media

WORKDIR /srv/portal
# Two arenas: with more, each thread keeps memory to itself that it has long given back.
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=2 MEDIA_ROOT=/srv/media HOME=/tmp

COPY requirements-production.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-production.txt

COPY . ./
# Compiled now, because nothing may be written later: otherwise every start of every part compiles all of it again.
RUN python -m compileall -q -j 0 .

# The settings want every variable; these values live in this one step, reach no database and are no https.
RUN SECRET_KEY=build SEALING_KEY=build PORTAL_URL=http://build.example EMAIL_URL=console: \
    DATABASE_URL=postgres://build@127.0.0.1:9/build CELERY_BROKER_URL=redis://127.0.0.1:9/0 \
    python manage.py collectstatic --no-input --verbosity=0

USER portal
EXPOSE 8000
CMD ["gunicorn", "sandbox_portal.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", \
     "--threads", "8", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--max-requests", "5000", "--max-requests-jitter", "500"]
