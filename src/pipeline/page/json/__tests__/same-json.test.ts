import { sameJson } from '../same-json'

it.each([
  [{ a: 1, b: { c: [1, { d: 2, e: 3 }] } }, { b: { c: [1, { e: 3, d: 2 }] }, a: 1 }, true],
  [[1, 2], [2, 1], false],
  [{ a: undefined }, {}, true],
  [{ a: null }, {}, false],
  ['1', 1, false]
])('%j and %j: %s', (one, other, same) => {
  expect(sameJson(one, other)).toBe(same)
})
