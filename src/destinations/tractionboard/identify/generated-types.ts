// Generated file. DO NOT MODIFY IT BY HAND.

export interface Payload {
  /**
   * The ID of the event. Tractionboard stores each ID once, however often the event arrives.
   */
  message_id: string
  /**
   * When the event happened, as an ISO 8601 date and time or as epoch seconds or milliseconds.
   */
  timestamp: string | number
  /**
   * The External User ID of the user in Tractionboard. Required where there is no Anonymous ID.
   */
  user_id?: string
  /**
   * The ID of a visitor who is not known yet. Required where there is no User ID.
   */
  anonymous_id?: string
  /**
   * What is known of the user. Segment's reserved traits, such as firstName or createdAt, become Tractionboard's own attributes; every other trait keeps its name. An empty value (null) removes the attribute.
   */
  traits?: {
    [k: string]: unknown
  }
  /**
   * When enabled, the call counts as a login of the user. Calls that Engage makes to sync audiences and computed traits only update attributes.
   */
  is_login?: boolean
  /**
   * Where the event comes from. Tractionboard keeps the IP address, user agent, locale, time zone, campaign, app, device and operating system of Segment's context object.
   */
  context?: {
    [k: string]: unknown
  }
  /**
   * When enabled, Segment sends events in batches.
   */
  enable_batching?: boolean
  /**
   * The most events that a batch holds: 1 to 1000.
   */
  batch_size?: number
  /**
   * The most bytes that a batch holds.
   */
  batch_bytes?: number
}
