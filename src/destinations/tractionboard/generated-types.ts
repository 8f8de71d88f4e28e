// Generated file. DO NOT MODIFY IT BY HAND.

export interface Settings {
  /**
   * The Token ID of your Tractionboard. You find it in the Dashboard under **Settings > Integrations**.
   */
  tokenId: string
  /**
   * The base URL of the Events API, for a Tractionboard that you run yourself. Only https is accepted, and http for a host on the same machine.
   */
  endpoint?: string
}
