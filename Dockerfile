# syntax=docker/dockerfile:1
FROM python:3.13-slim-bookworm AS build
# CPU builds of torch are a fifth of the size of the default ones.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
WORKDIR /src
RUN python -m venv /opt/newsdesk
ENV PATH=/opt/newsdesk/bin:$PATH
RUN pip install --no-cache-dir --extra-index-url "$TORCH_INDEX" "torch==2.13.0"
COPY pyproject.toml README.md LICENSE ./
COPY config ./config
COPY index ./index
COPY bot ./bot
# What a larger installation needs beside: "[milvus,postgres]".
ARG EXTRAS=""
RUN pip install --no-cache-dir ".$EXTRAS" \
    && NEWSDESK_DATA_DIR=/tmp/try newsdesk demo "When will Rubio meet Lavrov?" \
    && rm -rf /tmp/try

FROM python:3.13-slim-bookworm
LABEL org.opencontainers.image.title="Newsdesk" \
      org.opencontainers.image.description="A self-hosted Telegram bot that answers questions about the news" \
      org.opencontainers.image.licenses="MIT"
RUN useradd --system --uid 10001 --home-dir /data --no-create-home newsdesk \
    && install --directory --owner newsdesk --group newsdesk --mode 0700 /data
COPY --from=build /opt/newsdesk /opt/newsdesk
ENV PATH=/opt/newsdesk/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HF_HUB_OFFLINE=1 \
    NEWSDESK_DATA_DIR=/data \
    NEWSDESK_LOG_FORMAT=json \
    NEWSDESK_HTTP_ADDRESS=127.0.0.1:9300
USER newsdesk
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
# Liveness, by the process itself: it costs nothing, where a second process would load the database and the model.
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:9300/healthz', timeout=5)"]
ENTRYPOINT ["newsdesk"]
CMD ["run"]
