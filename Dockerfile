# Switchboard on one machine: the Worker in workerd, with its data, as `npm start` runs it. For trying it
# out, and for a team that wants a machine of its own; callers are served by one process on one machine.
# What is meant for many callers runs on Cloudflare. See docs/voice-agents.md.
FROM node:24-bookworm-slim

WORKDIR /app
RUN chown node:node /app
USER node

COPY --chown=node:node package.json package-lock.json ./
RUN npm ci --no-audit --no-fund

COPY --chown=node:node . .
RUN npm run build:dashboard && mkdir -p state

ENV PORT=3000 BIND_ADDRESS=0.0.0.0 STATE_DIR=/app/state
EXPOSE 3000
VOLUME /app/state

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

CMD ["node", "test/local/start.ts"]
