# syntax=docker/dockerfile:1.7

# Node runs the tools that make the browser's files; none of it is in the image that runs.
FROM node:20.20.2-bookworm-slim AS node

FROM rust:1.95.0-bookworm AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /src
# The tools, which change seldom, in a layer of their own.
COPY Cargo.lock rust-toolchain.toml package.json package-lock.json .npmrc ./
COPY bin/path.sh bin/setup bin/
RUN bin/setup
COPY . .
# What `muster --version` shows of the source: docker build --build-arg MUSTER_COMMIT=$(git rev-parse HEAD)
ARG MUSTER_COMMIT=
ENV MUSTER_COMMIT=$MUSTER_COMMIT
RUN bin/package binary

FROM debian:12.12-slim
RUN useradd --system --uid 10001 --user-group --home-dir /data --shell /usr/sbin/nologin muster \
    && install -d -o muster -g muster -m 0700 /data
COPY --from=build /src/target/release/muster /usr/local/bin/muster
ENV MUSTER_DATA=/data MUSTER_LISTEN=0.0.0.0:3000
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=10s --start-period=10m --retries=3 CMD ["muster", "healthcheck"]
ENTRYPOINT ["muster"]
CMD ["serve"]
