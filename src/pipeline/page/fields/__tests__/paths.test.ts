import { pathsOf } from '../paths'

it('finds the fields of events, each once, with an example', () => {
  const first = { userId: 'ada', properties: { plan: { name: 'pro' }, 'a.b': 1 } }
  const second = { userId: 'grace', properties: { total: 5, tags: ['x'] } }
  expect(pathsOf([first, second])).toEqual([
    { path: '$.properties', example: '{"plan":{"name":"pro"},"a.b":1}' },
    { path: '$.properties.plan', example: '{"name":"pro"}' },
    { path: '$.properties.plan.name', example: 'pro' },
    { path: '$.properties.tags', example: '["x"]' },
    { path: '$.properties.total', example: '5' },
    { path: '$.userId', example: 'ada' }
  ])
})
