# The site and its worker, one image: `docker compose up -d` (compose.yaml, docs/operators.md).
FROM python:3.11-slim-bookworm AS packages
WORKDIR /srv/essaim
COPY requirements.txt ./
RUN python -m venv .venv \
  && .venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt

FROM python:3.11-slim-bookworm
RUN apt-get update \
  && apt-get install -y --no-install-recommends postgresql-client \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin essaim \
  && install -d -o essaim /var/lib/essaim
WORKDIR /srv/essaim
COPY --from=packages /srv/essaim/.venv .venv
COPY . .
ENV DJANGO_SETTINGS_MODULE=portal.settings.production \
  ESSAIM_DATA_DIR=/var/lib/essaim \
  MALLOC_ARENA_MAX=2 \
  PATH=/srv/essaim/.venv/bin:$PATH \
  PYTHONDONTWRITEBYTECODE=1 \
  PYTHONUNBUFFERED=1
USER essaim
VOLUME /var/lib/essaim
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "16", "portal.wsgi:application"]
