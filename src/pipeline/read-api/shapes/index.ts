export * from './destination'
export * from './mappings'
export * from './record'
export * from './trials'

/**
 * The API of the page. Requests are TypeBox schemas, which validate them; answers are types. All paths are below
 * `/api/sources/:source` unless they say otherwise, all bodies JSON, all times RFC 3339 text.
 *
 * | Call | Request | Answer |
 * |---|---|---|
 * | `GET /api/sources` | | `{ sources: SourceSummary[] }` |
 * | `DELETE /api/session` | | 204; signs out |
 * | `GET /destination` | | `DestinationCard` |
 * | `PUT /destination` | `DestinationInput` | `DestinationCard` |
 * | `POST /destination/test` | `SettingsTest` | `TestAnswer` |
 * | `GET /mappings` | | `{ mappings: MappingEntry[] }` |
 * | `POST /mappings` | `MappingInput` | `MappingEntry` |
 * | `PUT /mappings/:id` | `MappingInput` | `MappingEntry` |
 * | `DELETE /mappings/:id` | | 204 |
 * | `POST /mappings/:id/duplicate`, `/mappings/:id/reset` | | `MappingEntry` |
 * | `GET /mappings/:id/history` | | `{ versions: MappingVersion[] }`, newest first |
 * | `GET /mappings/export` | | `SubscriptionsFile` |
 * | `POST /mappings/import` | `SubscriptionsFile` | `{ mappings: MappingEntry[] }`; replaces all |
 * | `POST /preview` | `PreviewInput` | `Preview`; sends nothing |
 * | `POST /compare` | `CompareInput` | `Comparison` |
 * | `GET /samples` | | `{ samples: Sample[] }` |
 * | `POST /tester` | `TesterInput` | `TesterAnswer` |
 * | `GET /events` | `EventsQuery` | `EventsPage`, newest first |
 * | `GET /events/:messageId` | | `EventPath` |
 * | `POST /events/:messageId/resend` | | `{ resent: number }` |
 * | `POST /resend` | `ResendInput` | `{ resent: number }`; all discarded ones that fit |
 * | `GET /reasons` | `CountsQuery` | `{ reasons: Reason[] }` |
 * | `GET /lanes` | | `{ lanes: LaneStatus[] }`, those that do not simply deliver |
 * | `GET /health` | `CountsQuery` | `Health` |
 * | `POST /discard` | `DiscardInput` | `{ discarded: number }` |
 * | `GET /counts` | `CountsQuery` | `Counts` |
 * | `GET /why` | `WhyQuery` | `{ answers: Why[] }`, newest first |
 * | `GET /stream` | | server-sent events `outcome`, data `LiveOutcome` |
 *
 * Errors are `{ success: false, error: { code, message, place? } }`; `place` is a JSON pointer into the request where one
 * can be named (`/mapping/amount`), and for a trigger `/subscribe`.
 */
export interface ApiError {
  success: false
  error: { code: string; message: string; place?: string }
}

export interface SourceSummary {
  id: string
  name: string
  writeKey: string
  url: string
}
