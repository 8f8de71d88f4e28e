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
   * The name of the page or screen. Where it is empty, the name in the Properties.
   */
  name?: string
  /**
   * The category of the page or screen. Where it is empty, the category in the Properties.
   */
  category?: string
  /**
   * The full address of the page. Where it is empty, a Page call has it from the Context's page.
   */
  url?: string
  /**
   * The path of the page's address. Where it is empty, a Page call has it from the Context's page.
   */
  path?: string
  /**
   * The title of the page. Where it is empty, a Page call has it from the Context's page.
   */
  title?: string
  /**
   * The address of the page that led here. Where it is empty, a Page call has it from the Context's page.
   */
  referrer?: string
  /**
   * The query string of the page's address. Where it is empty, a Page call has it from the Context's page.
   */
  search?: string
  /**
   * Everything else that is known of the visit.
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
