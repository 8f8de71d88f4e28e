import { readJson, readJsonObject } from '../read-json'

describe('JSON that a person wrote', () => {
  it.each(['1', '"text"', 'null', '{"a":[1]}'])('reads %s', (text) => {
    expect(readJson(text)).toEqual({ value: JSON.parse(text) })
  })

  it('names the line of a mistake', () => {
    expect(readJson('{\n  "a": 1,\n  "b": oops\n}')).toEqual({ problem: expect.stringMatching(/line 3|oops/) })
  })

  it.each([
    ['', 'Enter JSON.'],
    ['  ', 'Enter JSON.']
  ])('asks for some where there is none: "%s"', (text, problem) => {
    expect(readJson(text)).toEqual({ problem })
  })

  it.each(['[1]', '1', 'null'])('wants an object where it must be one: %s', (text) => {
    expect(readJsonObject(text)).toEqual({ problem: expect.stringContaining('no object') })
  })
})
