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
   * The External User ID of the user in Tractionboard. Required for a cancellation or a signup, and where there is no Anonymous ID.
   */
  user_id?: string
  /**
   * The ID of a visitor who is not known yet. Required where there is no User ID.
   */
  anonymous_id?: string
  /**
   * What the event is to Tractionboard. A payment or a refund changes the earnings and the revenue, a cancellation the churn rate, a signup the user acquisition cost.
   */
  kind: string
  /**
   * The name of the event. Required for a custom event.
   */
  name?: string
  /**
   * What was paid or refunded, as a decimal number. Where it is empty, the first of total, amount and value in the Properties that is a number. For a refund, the sign does not matter.
   */
  amount?: string
  /**
   * The ISO 4217 code of the currency of the Amount. Where it is missing, the currency is USD.
   */
  currency?: string
  /**
   * Everything else that is known of the event.
   */
  properties?: {
    [k: string]: unknown
  }
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
