# One image for web, worker, beat and migrate; docker-compose.yml says which a container is.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1

WORKDIR /app

# The environment first: it changes with the lock only. As root, this installs the Debian packages
# that documents need, too.
COPY run requirements.txt ./
COPY pbc/__init__.py pbc/__init__.py
COPY pbc/launch pbc/launch
RUN apt-get update && ./run install && rm -rf /var/lib/apt/lists/*

COPY . .

RUN useradd --system --uid 10001 --home-dir /app/var --shell /usr/sbin/nologin pbc \
    && install -d -m 700 -o pbc -g pbc /app/var
USER pbc

ENV PBC_ENV=production PORT=8000
EXPOSE 8000
VOLUME /app/var

# Exec form: the part replaces the shell, so that it gets the signals.
ENTRYPOINT ["./run"]
CMD ["web"]
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s CMD ["./run", "health", "web"]
