import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { temporaryFolder } from './__helpers__/product'

it('names what failed or passed at a second try, with its message, and counts last', async () => {
  const { folder, remove } = await temporaryFolder()
  const [quick, long, missing] = ['quick', 'long', 'missing'].map((name) => path.join(folder, `${name}.json`))
  const passed = { status: 'passed', fullName: 'a board stores', failureMessages: [] }
  const message = '\u001b[31mError: expected 1\u001b[39m\n' + '    at somewhere\n'.repeat(40)
  const failed = { status: 'failed', fullName: 'a board forgets', failureMessages: [message] }
  const lucky = { ...passed, fullName: 'a board waits', retryReasons: ['Error: too early'] }
  const broken = { status: 'failed', name: '/src/broken.test.ts', message: 'Cannot find module', assertionResults: [] }
  await writeFile(quick, JSON.stringify({ testResults: [{ status: 'passed', assertionResults: [passed, lucky] }] }))
  await writeFile(
    long,
    JSON.stringify({ testResults: [{ status: 'failed', message, assertionResults: [passed, failed] }, broken] })
  )
  const report = path.join(__dirname, '..', '.ci', 'report.js')
  const lines = execFileSync(process.execPath, [report, quick, long, missing], { encoding: 'utf8' }).split('\n')
  await remove()
  expect(lines.slice(0, 3)).toEqual(['', 'PASSED ONLY WHEN TRIED AGAIN a board waits', 'Error: too early'])
  expect(lines.slice(3, 7)).toEqual(['', 'FAILED a board forgets', 'Error: expected 1', '    at somewhere'])
  expect(lines.slice(-5)).toEqual(['', 'FAILED /src/broken.test.ts', 'Cannot find module', '3 passed, 2 failed', ''])
  expect(lines).toHaveLength(25)
})
