# Kronika for a platform of containers; docs/operating.md says how it is run. The gate runs on Node 20, and so does this.
ARG NODE=20-bookworm

FROM node:${NODE} AS build
WORKDIR /kronika
# better-sqlite3 is compiled against the headers that came with Node.
ENV npm_config_nodedir=/usr/local
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY nest-cli.json tsconfig.json tsconfig.build.json bundle.js ./
COPY src src
RUN npm run build && npm prune --omit=dev

FROM node:${NODE}-slim
# What a check plays again lies beside the data, where there is room: /tmp is memory.
ENV NODE_ENV=production KRONIKA_HOST=0.0.0.0 KRONIKA_DATA=/data TMPDIR=/data
WORKDIR /kronika
COPY --from=build /kronika/package.json ./
COPY --from=build /kronika/node_modules node_modules
COPY --from=build /kronika/dist dist
RUN install --directory --owner=node --group=node --mode=0700 /data /keys
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.KRONIKA_PORT || 3000) + '/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# `docker compose run --rm kronika token add NAME --role ROLE` gives the command line what comes after the service's name.
ENTRYPOINT ["node", "dist/cli.js"]
CMD ["serve"]
