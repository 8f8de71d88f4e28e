# Builds the package from this checkout, then installs it as npm would.
FROM node:24-slim AS build
WORKDIR /src
COPY . .
RUN npm ci && npm pack --pack-destination /tmp

FROM node:24-slim
COPY --from=build /tmp/tractionboard-destination-*.tgz /tmp/package.tgz
RUN npm install --global --omit=dev /tmp/package.tgz && rm /tmp/package.tgz && mkdir -m 700 /data && chown node /data
ENV NODE_ENV=production TRACTIONBOARD_DATA=/data
USER node
VOLUME /data
EXPOSE 3000 3001
ENTRYPOINT ["tractionboard"]
CMD ["start"]
