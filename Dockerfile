# The command line and the server, from this repository.
#   docker build --target cli -t gpuflow-escrow .        docker run --rm -it gpuflow-escrow doctor
#   docker build --target server -t gpuflow-server .     docker run -p 127.0.0.1:9470:9470 --env-file server.env gpuflow-server
# Keys come from files that you mount, such as GPUFLOW_KEYSTORE=/run/secrets/keystore, and never from the image.
FROM node:24-slim AS packages
WORKDIR /srv/gpuflow
COPY package.json package-lock.json ./
COPY sdk/package.json sdk/
COPY cli/package.json cli/
COPY keeper/package.json keeper/
COPY host/package.json host/
COPY server/package.json server/
# `node` is the image's own, and the compilers are not needed to run.
RUN npm ci --omit=optional --ignore-scripts --no-audit --no-fund --workspace=sdk --workspace=cli --workspace=keeper --workspace=host --workspace=server

FROM node:24-slim AS sources
ENV NODE_ENV=production
WORKDIR /srv/gpuflow
COPY --from=packages /srv/gpuflow/node_modules node_modules
COPY package.json ./
COPY sdk sdk
COPY keeper keeper
COPY host host
COPY cli cli
# The state of programs that keep one; mount a volume here.
RUN install -d -o node -g node /var/lib/gpuflow
USER node
WORKDIR /var/lib/gpuflow

FROM sources AS cli
ENTRYPOINT ["node", "/srv/gpuflow/cli/main.ts"]
CMD ["--help"]

FROM sources AS server
COPY server /srv/gpuflow/server
ENV GPUFLOW_SERVER_HOST=0.0.0.0 GPUFLOW_SERVER_FOLDER=/var/lib/gpuflow/database
EXPOSE 9470
ENTRYPOINT ["node", "/srv/gpuflow/server/main.ts"]
