# Build: docker build -t hrsi .
# Run:   docker run --rm -v "$PWD:/plans" hrsi gap .
FROM python:3.13-slim AS build
COPY . /src
RUN python -m venv /opt/hrsi \
    && /opt/hrsi/bin/python -m pip install --no-cache-dir --disable-pip-version-check /src

FROM python:3.13-slim
COPY --from=build /opt/hrsi /opt/hrsi
ENV PATH=/opt/hrsi/bin:$PATH \
    PYTHONUTF8=1 \
    PYTHONDONTWRITEBYTECODE=1
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin hrsi
USER 10001
WORKDIR /plans
ENTRYPOINT ["hrsi"]
CMD ["--help"]
