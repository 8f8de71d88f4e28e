import { ANY_TEXT, methodOf, methodsOf, summaryOf, valueFor } from '../value'

describe('how a field gets its value', () => {
  it.each([
    [undefined, 'none'],
    [null, 'none'],
    ['USD', 'fixed'],
    [false, 'fixed'],
    [{ '@path': '$.userId' }, 'path'],
    [{ '@template': '{{userId}}!' }, 'template'],
    [{ '@if': { exists: { '@path': '$.a' }, then: 1 } }, 'function'],
    [{ '@case': { operator: 'lower', value: 'A' } }, 'function'],
    [[{ '@path': '$.a' }, { '@path': '$.b' }], 'list'],
    [{ '@flatten': { separator: '.', value: { '@path': '$.traits' } } }, 'json'],
    [{ '@path': { '@template': 'x' } }, 'json'],
    [{ plan: { '@path': '$.a' } }, 'json']
  ])('%j is given by %s', (value, method) => {
    expect(methodOf(value)).toBe(method)
  })

  it('keeps what fits when the method changes', () => {
    const path = { '@path': '$.properties.plan' }
    expect(valueFor('template', ANY_TEXT, path)).toEqual({ '@template': '{{properties.plan}}' })
    expect(valueFor('function', ANY_TEXT, path)).toEqual({ '@if': { exists: path, then: path } })
    expect(valueFor('list', ANY_TEXT, path)).toEqual([path])
    expect(valueFor('json', ANY_TEXT, path)).toEqual(path)
    expect(valueFor('none', ANY_TEXT, path)).toBeUndefined()
  })

  it('offers a choice to a field with choices, and no template to an object', () => {
    expect(methodsOf({ ...ANY_TEXT, choices: [{ label: 'A', value: 'a' }] })[0]).toBe('fixed')
    expect(methodsOf({ ...ANY_TEXT, type: 'object' })).not.toContain('template')
    expect(methodsOf({ ...ANY_TEXT, multiple: true })).toContain('list')
  })

  it.each([
    [{ '@path': '$.userId' }, '$.userId'],
    [[{ '@path': '$.a' }, { '@path': '$.b' }], '$.a, $.b'],
    ['event', '"event"'],
    [true, 'true']
  ])('sums %j up as %s', (value, summary) => {
    expect(summaryOf(value)).toBe(summary)
  })
})
