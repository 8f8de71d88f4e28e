/**
 * Version of Tractionboard's Events API, the first segment of every path.
 * The API has one version so far; its contract stands in `events-api.ts`.
 */
export const EVENTS_API_VERSION = 'v1'
