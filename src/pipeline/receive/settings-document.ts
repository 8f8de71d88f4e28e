/**
 * What the browser SDK loads before it starts (`GET /v1/projects/{writeKey}/settings`; from Segment's CDN otherwise).
 * It keeps the SDK to its own plugin and makes that plugin send its events here; its own performance metrics are off.
 *
 * @param origin where this pipeline is reached, such as `http://127.0.0.1:3000`
 */
export function settingsDocument(writeKey: string, origin: string) {
  const { protocol, host } = new URL(origin)
  return {
    integrations: {
      'Segment.io': {
        apiKey: writeKey,
        apiHost: `${host}/v1`,
        protocol: protocol.replace(':', ''),
        unbundledIntegrations: [],
        addBundledMetadata: true,
        maybeBundledConfigIds: {},
        versionSettings: { version: '4.4.7', componentTypes: ['browser'] }
      }
    },
    plan: {
      track: { __default: { enabled: true, integrations: {} } },
      identify: { __default: { enabled: true } },
      group: { __default: { enabled: true } }
    },
    edgeFunction: {},
    analyticsNextEnabled: true,
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    legacyVideoPluginsEnabled: false,
    remotePlugins: []
  }
}
