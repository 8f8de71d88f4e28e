/** EVENTS_API_VERSION
 * Tractionboard's Events API version, the first segment of every path.
 * API reference: the contract stands in types.ts.
 */
export const EVENTS_API_VERSION = 'v1'
