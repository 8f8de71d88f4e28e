'use strict'

const { existsSync, readFileSync } = require('node:fs')
const { stripVTControlCharacters } = require('node:util')

/** Lines of a failure's message that are shown: what was expected, and where. */
const MOST_LINES = 15

/**
 * Says which tests failed in Jest's results (the files named as arguments) and which passed only when tried again, then how many
 * passed and failed in all.
 */
const runs = process.argv
  .slice(2)
  .filter((file) => existsSync(file))
  .map((file) => JSON.parse(readFileSync(file, 'utf8')))
const suites = runs.flatMap((run) => run.testResults)
const tests = suites.flatMap((suite) => suite.assertionResults)
const failures = [
  ...tests
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => ({ name: fullName, message: failureMessages.join('\n') })),
  // One that could not be loaded, or whose process died, has no tests.
  ...suites
    .filter(
      ({ status, assertionResults }) =>
        status === 'failed' && assertionResults.every((test) => test.status !== 'failed')
    )
    .map(({ name, message }) => ({ name, message }))
]
const retried = tests
  .filter(({ status, retryReasons = [] }) => status === 'passed' && retryReasons.length > 0)
  .map(({ fullName, retryReasons }) => ({ name: fullName, message: retryReasons.join('\n') }))

const show = (what, { name, message }) => {
  const lines = stripVTControlCharacters(message).trim().split('\n')
  console.log([`\n${what} ${name}`, ...lines.slice(0, MOST_LINES)].join('\n'))
}
for (const test of retried) show('PASSED ONLY WHEN TRIED AGAIN', test)
for (const failure of failures) show('FAILED', failure)
console.log(`${tests.filter(({ status }) => status === 'passed').length} passed, ${failures.length} failed`)
