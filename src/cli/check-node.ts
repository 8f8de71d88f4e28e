import { engines, version } from './package'

/**
 * Ends the process with one line on a Node that the package does not run on. It and what it imports are written so that
 * every Node can read them. A range is one of those in package.json: `^20.19` or `>=24`, joined by `||`.
 */
function isSupported(node: string, ranges: string): boolean {
  const [major, minor] = node.split('.').map(Number)
  return ranges.split('||').some(function (range) {
    const [lowestMajor, lowestMinor = 0] = range
      .replace(/[^\d.]/g, '')
      .split('.')
      .map(Number)
    if (range.indexOf('>=') < 0 && major !== lowestMajor) return false
    return major > lowestMajor || (major === lowestMajor && minor >= lowestMinor)
  })
}

if (!isSupported(process.versions.node, engines.node)) {
  process.stderr.write(
    'tractionboard: Node ' +
      process.versions.node +
      ' is too old for version ' +
      version +
      ': it takes ' +
      engines.node +
      '. Install the newest Node with long-term support.\n'
  )
  process.exit(1)
}
