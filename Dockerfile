# Ship Panel: one image for the web process, the workers and the command line.
#
#   docker build --tag ship-panel:0.2.0 .                              (BuildKit, the default builder since Docker 23)
#   docker run --rm ship-panel:0.2.0 --help
#
# The base image is pinned by version and by digest: a tag can be moved, a digest is the very bytes. Renew both together; this prints the digest:
#   docker buildx imagetools inspect node:26.9.0-bookworm-slim
FROM node:26.9.0-bookworm-slim@sha256:582460f614631b59b824ac6020533b9bf339c7fdf3a6d7db31abb6b4065f0212 AS base
WORKDIR /app

# What runs in production, as the lock file says. Optional packages stay out: PostgreSQL's binaries (about 60 MB; they are used only without DATABASE_URL),
# and native helpers whose packages do without them. No package's install script is run: nothing here needs one.
FROM base AS production
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM base AS build
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

FROM base AS final
ENV NODE_ENV=production PANEL_HOME=/var/lib/ship-panel PORT=4400
# Records and pages that the command line writes. A new volume mounted here takes over the owner.
RUN install --directory --owner=node --group=node /var/lib/ship-panel
# Dependencies first: they change least often. After them, what "files" in package.json names, and package.json itself.
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/package.json ./
COPY --from=build /app/dist/src dist/src
COPY --from=build /app/dist/queue dist/queue
COPY --from=build /app/personas personas
COPY --from=build /app/fixtures/dossiers fixtures/dossiers
COPY --from=build /app/fixtures/recordings fixtures/recordings
COPY --from=build /app/fixtures/real-recordings fixtures/real-recordings
COPY --from=build /app/src/platform/db/migrations src/platform/db/migrations
COPY --from=build /app/docs/schemas docs/schemas
# The user "node" of the base image, by number so that Kubernetes can see that it is not root. Everything above belongs to root: the process cannot
# change its own code, and needs no writable file system but /var/lib/ship-panel and /tmp.
USER 1000:1000
# Where panel.config.yaml and personas of your own are looked for.
WORKDIR /config
EXPOSE 4400
# Alive, not ready: an orchestrator that restarts what is unhealthy should not do so because the database is away. docker-compose.yml asks whether
# database and queue are there. Asked on the port of the command's --port, else of PORT: process 1 is the command, or --init with the command after it.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "const [, port = process.env.PORT || '4400'] = /\\0--port[=\\0](\\d+)/.exec(require('fs').readFileSync('/proc/1/cmdline', 'latin1')) || []; fetch('http://127.0.0.1:' + port + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Exec form: no shell stands between Docker's SIGTERM and Node. Give --init (docker-compose.yml does), so that a signal during the first moments,
# before Node listens for it, ends the process: the kernel ignores it for process 1. No --enable-source-maps: the build writes no maps; tsc keeps the
# lines readable.
ENTRYPOINT ["node", "/app/dist/src/cli/main.js"]
CMD ["serve", "--host", "0.0.0.0"]
