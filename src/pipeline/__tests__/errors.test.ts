import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { WEB_ERRORS } from '../../web'
import { ERRORS, problem, type ErrorCode } from '../errors'

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === '__tests__' || entry.name === 'page') return []
    const file = path.join(folder, entry.name)
    return entry.isDirectory() ? sources(file) : [readFileSync(file, 'utf8')]
  })
}

describe('the error catalogue', () => {
  const raised = sources(path.join(__dirname, '..')).flatMap((source) =>
    [...source.matchAll(/problem\(\s*(?:[^'()]*\? )?'(\w+)'(?: : '(\w+)')?/g)].flatMap(([, ...codes]) =>
      codes.filter(Boolean)
    )
  )

  it('has exactly the codes that are raised', () => {
    expect([...new Set([...raised, ...Object.keys(WEB_ERRORS)])].sort()).toEqual(Object.keys(ERRORS).sort())
  })

  it.each(Object.keys(ERRORS) as ErrorCode[])('%s has a status for errors and a sentence', (code) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
    expect(problem(code).status).toBeGreaterThanOrEqual(400)
    expect(ERRORS[code].message).toMatch(/([.}]|characters\.)$/)
  })

  it('fills placeholders and names the place', () => {
    const error = problem('missing_field', { field: 'event', accepted: 'a string' }, 'event')
    expect(error.body).toEqual({
      error: { code: 'missing_field', message: '`event` is missing. Accepted: a string.', place: 'event' }
    })
  })
})
