# Two stages: the first builds, the second holds only what runs. Secrets come from the environment, never from the image.
FROM python:3.13-slim AS build
WORKDIR /build
RUN python -m venv /opt/assistant
# The exact packages first: they change more seldom than the program, so their layer is kept.
COPY constraints-charts.txt ./
RUN /opt/assistant/bin/pip install --no-cache-dir --require-hashes -r constraints-charts.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY knowledge ./knowledge
RUN /opt/assistant/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PATH="/opt/assistant/bin:$PATH" \
    DATABASE_PATH=/data/bot.sqlite3 \
    XDG_CACHE_HOME=/data/cache \
    OPENBLAS_NUM_THREADS=1 \
    MPLCONFIGDIR=/data/cache/matplotlib
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin assistant \
    && install --directory --owner=assistant --group=assistant --mode=0700 /data
COPY --from=build /opt/assistant /opt/assistant
USER assistant
WORKDIR /data
VOLUME /data
# Asks the health endpoint where HEALTH_PORT is set, else looks whether the bot holds the lock beside its database.
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s \
    CMD ["python", "-m", "bot.cli.health"]
# A read-only root works (docker run --read-only): everything that is written goes to /data.
CMD ["python", "-m", "bot", "run"]
