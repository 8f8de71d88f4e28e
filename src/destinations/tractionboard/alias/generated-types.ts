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
   * The new External User ID of the user in Tractionboard.
   */
  user_id: string
  /**
   * The ID of the visitor before they were known. It takes the place of an empty Previous ID.
   */
  anonymous_id?: string
  /**
   * The ID that the user had before: a User ID or an Anonymous ID. Where it is empty, the Anonymous ID.
   */
  previous_id?: string
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
