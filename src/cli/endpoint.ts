/**
 * Refuses an endpoint that the destination would refuse, by its own rule and in its words, before anything starts.
 * @throws Error that does not repeat the endpoint, which may hold credentials
 */
export async function checkEndpoint(endpoint: string | undefined): Promise<void> {
  if (endpoint === undefined) return
  const { addressOf } = await import('../destinations/tractionboard/connection.js')
  addressOf({ endpoint, tokenId: '' }, '')
}
