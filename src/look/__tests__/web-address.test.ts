import { webAddress } from '../web-address'

it.each([
  ['https://example.com/a?b#c', 'https://example.com/a?b#c'],
  ['http://example.com', 'http://example.com/'],
  ['HTTPS://example.com/', 'https://example.com/']
])('follows %s', (text, address) => {
  expect(webAddress(text)).toBe(address)
})

it.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://example.com/1',
  '//example.com',
  '/path',
  'https://user:pass@example.com',
  'https://',
  '',
  null,
  42,
  { href: 'https://example.com' }
])('does not follow %j', (value) => {
  expect(webAddress(value)).toBeNull()
})
