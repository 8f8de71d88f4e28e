import { Static, Type } from '@sinclair/typebox'
import { Pipeline } from '../neighbour'
import { Time, Count } from './common'

/** `GET /api/settings/integrations`, and the answer of `POST /api/settings/integrations/rotate`. `pipeline` is the one that runs beside the board. */
export const Integrations = Type.Object({
  token_id: Type.String(),
  name: Type.String(),
  /** By which the command line knows the board, besides the name. */
  number: Count,
  pipeline: Type.Optional(Pipeline)
})
export type Integrations = Static<typeof Integrations>

/** `GET /api/sample`: whether the board has sample data; `POST` loads them, `DELETE` removes them, with the number of events. */
export const Sample = Type.Object({ present: Type.Boolean(), events: Type.Optional(Count) })
export type Sample = Static<typeof Sample>

/** `GET /api/session`: which board the key or the session opens, and whether for reading alone. */
export const Session = Type.Object({ name: Type.String(), read_only: Type.Boolean() })
export type Session = Static<typeof Session>

/** What a link is made with, so that its maker knows it again. */
export const NewLink = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', description: 'a name of 1 to 100 characters' })
})
export type NewLink = Static<typeof NewLink>

/** A read-only link. When it was used is known to the minute. */
export const Link = Type.Object({
  id: Type.String(),
  name: Type.String(),
  made_at: Time,
  used_at: Type.Union([Time, Type.Null()])
})
export type Link = Static<typeof Link>

/** `GET /api/settings/links`: those that work, the newest first. */
export const Links = Type.Object({ links: Type.Array(Link) })
export type Links = Static<typeof Links>

/** The link with its key, which nobody is told again. It is sent as a bearer token, or signs in by `/?key=`. */
export const MadeLink = Type.Object({ ...Link.properties, key: Type.String() })
export type MadeLink = Static<typeof MadeLink>
