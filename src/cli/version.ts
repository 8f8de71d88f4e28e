import { readFileSync } from 'node:fs'
import path from 'node:path'

const manifest = readFileSync(path.join(__dirname, '..', '..', 'package.json'), 'utf8')

/** The version of this package. */
export const { version } = JSON.parse(manifest) as { version: string }
