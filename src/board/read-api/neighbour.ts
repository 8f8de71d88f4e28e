import { Static, Type } from '@sinclair/typebox'

/** Where events can be sent to reach this board: told by the process that runs a pipeline beside it, and gone with it. */
export const Pipeline = Type.Object(
  {
    url: Type.String({
      pattern: '^https?://[^\\s/?#@]+$',
      maxLength: 300,
      description: 'an address such as http://127.0.0.1:3000'
    }),
    write_key: Type.String({ minLength: 1, maxLength: 200, description: 'a string of 1 to 200 characters' })
  },
  { additionalProperties: false, description: 'an object with url and write_key' }
)
export type Pipeline = Static<typeof Pipeline>
