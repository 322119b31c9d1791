# Build: docker build -t hrsi .
# Run:   docker run --rm -v "$PWD:/plans:ro" hrsi gap .
FROM python:3.13-slim AS build
COPY . /src
RUN python -m venv /opt/hrsi \
    && /opt/hrsi/bin/python -m pip install --no-cache-dir --disable-pip-version-check /src

FROM python:3.13-slim
# git is for `hrsi history` and revisions; it may read the mounted repository, which belongs to another user
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system safe.directory /plans
COPY --from=build /opt/hrsi /opt/hrsi
# the locale is the weakest word on the language: hrsi.toml, HRSI_LANG and --lang beat it
ENV PATH=/opt/hrsi/bin:$PATH \
    LANG=ja_JP.UTF-8 \
    PYTHONUTF8=1 \
    PYTHONDONTWRITEBYTECODE=1
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin hrsi
USER 10001
WORKDIR /plans
ENTRYPOINT ["hrsi"]
CMD ["--help"]
