import { readFileSync } from 'fs'
import { join } from 'path'

interface Manifest {
  version: string
  engines: { node: string }
}

/** What this package's package.json says. */
export const { version, engines } = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')
) as Manifest
