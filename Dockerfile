# syntax=docker/dockerfile:1
# Installs what the lockfile names without running any install script, then copies only what runs.
FROM node:24-bookworm-slim AS installed
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages/engine/package.json packages/engine/
COPY packages/desk/package.json packages/desk/
COPY packages/connectors/package.json packages/connectors/
COPY packages/app/package.json packages/app/
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

# Builds the console; only what is built goes on.
FROM node:24-bookworm-slim AS built
WORKDIR /app
COPY package.json package-lock.json tsconfig.base.json ./
COPY packages packages
RUN npm ci --ignore-scripts --no-audit --no-fund && node node_modules/vite/bin/vite.js build packages/console

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    RIGHTDESK_DATA=/data \
    XDG_CACHE_HOME=/tmp
WORKDIR /app
COPY --from=installed /app/node_modules node_modules
COPY --from=installed /app/packages packages
COPY package.json ./
COPY policy policy
COPY packages/engine/src packages/engine/src
COPY packages/desk/src packages/desk/src
COPY packages/connectors/src packages/connectors/src
COPY --from=built /app/packages/console/dist packages/console/dist
COPY packages/app/bin packages/app/bin
COPY packages/app/src packages/app/src
# Without DATABASE_URL the desk keeps its state here; mount a volume.
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4780
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4780/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "packages/app/src/main.ts"]
CMD ["serve", "--host", "0.0.0.0"]
