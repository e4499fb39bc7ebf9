# carryon in a container, for `docker run -it`: the session's terminal is the one it is started from.
#
#   docker build -t carryon .
#   docker run -it --rm --init -p 7433:7433 -v "$PWD":/work -v carryon:/home/node \
#     -e CARRYON_PUBLIC_URL=http://192.168.1.20:7433 carryon
#
# CARRYON_PUBLIC_URL is the address a phone reaches: the computer's own, for a container cannot know it. --init reaps what
# commands leave behind.

FROM node:20-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:20-slim
ENV NODE_ENV=production \
    CARRYON_REMOTE=1 \
    CARRYON_HOST=0.0.0.0 \
    CARRYON_PORT=7433 \
    CARRYON_AGENT=shell
COPY --from=build /src/dist /opt/carryon/dist
COPY --from=build /src/package.json /src/LICENSE /opt/carryon/
RUN ln -s /opt/carryon/dist/carryon.mjs /usr/local/bin/carryon \
 && mkdir -p /work && chown node:node /work
USER node
WORKDIR /work
VOLUME /home/node
EXPOSE 7433
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "const { CARRYON_PORT: port, CARRYON_TLS_CERT: tls } = process.env; require(tls ? 'https' : 'http').get({ host: '127.0.0.1', port, path: '/health', rejectUnauthorized: false }, (answer) => process.exit(answer.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
ENTRYPOINT ["carryon"]
