# One image for web, worker, relay and the commands. It holds no secret and writes only to /data, /vault and /tmp.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 \
    CPD_EMBEDDED=0 CPD_VAR=/data CPD_FILES=/data/files CPD_VAULT=/vault HOST=0.0.0.0 PORT=8000

# pg_dump and pg_restore, for the commands backup and restore.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client tesseract-ocr \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin cpd \
    && install -d -o cpd -g cpd -m 0700 /data /vault

WORKDIR /app
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt
COPY . .
# Static files belong to the image. The key serves this one command and is kept nowhere.
RUN CPD_SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(48))')" CPD_STATIC=/app/collected \
    python manage.py collectstatic --no-input -v0
ENV CPD_STATIC=/app/collected

USER cpd
EXPOSE 8000
CMD ["gunicorn", "-c", "python:cpd.operations.web_server", "cpd.wsgi"]
