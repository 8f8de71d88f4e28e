import type { Preview } from '../../../read-api/shapes'
import { differencesOf } from '../differences'

const preview = (payload: Preview['payload'], more: Partial<Preview> = {}): Preview => ({
  trigger: { matches: true, failed: null },
  payload,
  problems: [],
  requests: [],
  ...more
})

describe('what two previews differ in', () => {
  it('names changed, new and missing fields, and leaves out the others', () => {
    expect(differencesOf(preview({ a: 1, b: 'x', c: true }), preview({ a: 1, b: 'y', d: [1] }))).toEqual([
      { name: 'b', before: '"x"', after: '"y"' },
      { name: 'c', before: 'true', after: 'not there' },
      { name: 'd', before: 'not there', after: '[1]' }
    ])
  })

  it('says when an event is taken no longer, and what is wrong with it now', () => {
    const after = preview(null, {
      trigger: { matches: false, failed: 'type = "page"' },
      problems: ['Amount is missing.']
    })
    expect(differencesOf(preview(null), after)).toEqual([
      { name: 'Trigger', before: 'matches', after: 'does not match' },
      { name: 'Problems', before: 'none', after: 'Amount is missing.' }
    ])
  })
})
