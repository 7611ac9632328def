# Build: docker build -t passeur .        Run: see compose.yaml and docs/operating.md
FROM python:3.11-slim AS build
WORKDIR /src
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/passeur
COPY . .
RUN /opt/passeur/bin/pip install --constraint constraints.txt '.[postgres]'
# The knowledge is learnt here, once, and not at each start.
RUN PASSEUR_CACHE=/opt/passeur/cache OPENBLAS_NUM_THREADS=1 /opt/passeur/bin/passeur fit

FROM python:3.11-slim
RUN useradd --system --uid 10001 --user-group --home-dir /data --create-home passeur
COPY --from=build /opt/passeur /opt/passeur
RUN chown -R passeur:passeur /opt/passeur/cache
ENV PATH=/opt/passeur/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 OPENBLAS_NUM_THREADS=1 \
    DATABASE_URL=sqlite:////data/passeur.sqlite3 PASSEUR_CACHE=/opt/passeur/cache PORT=3000
USER passeur
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/ready', timeout=4)"]
CMD ["passeur", "serve"]
