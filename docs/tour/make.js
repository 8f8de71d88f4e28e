'use strict'

/**
 * Makes `docs/tour.md` and its pictures from what `tractionboard start` and `demo` show today: `npm run tour`, after a build.
 * A view is taken as people with wide and light, and with narrow and dark screens see it.
 */
require('../../__tests__/__helpers__/typescript-hook')
const { writeFile } = require('node:fs/promises')
const path = require('node:path')
const prettier = require('prettier')
const { launchBrowser } = require('../../__tests__/__helpers__/browser')
const { runCommand, startProduct, temporaryFolder } = require('../../__tests__/__helpers__/product')
const { VIEWS } = require('./views')

const SCREENS = {
  wide: { viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  narrow: { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }
}
const INTRODUCTION = `# A tour

What \`npx tractionboard start\` shows after \`npx tractionboard demo\`: a small SaaS after twelve months. The pictures are made by
\`npm run tour\`.`

async function main() {
  const { folder, remove } = await temporaryFolder()
  const product = await startProduct(folder)
  const browser = await launchBrowser()
  try {
    const { code, stderr } = await runCommand('demo', '--data', folder)
    if (code !== 0) throw new Error(`The demo failed: ${stderr}`)
    for (const [screen, options] of Object.entries(SCREENS)) {
      const context = await browser.newContext(options)
      const page = await context.newPage()
      for (const part of ['board', 'pipeline']) {
        await page.goto(`${product[`${part}Url`]}/?key=${encodeURIComponent(product.adminKey)}`)
        await settled(page)
      }
      for (const view of VIEWS) await takePicture(page, product, view, screen)
      await context.close()
    }
    await writeFile(path.join(__dirname, '..', 'tour.md'), await prettier.format(text(), await formatOptions()))
  } finally {
    await browser.close()
    await product.stop()
    await remove()
  }
}

async function takePicture(page, product, { name, part, at, prepare }, screen) {
  await page.goto(product[`${part}Url`] + at)
  await settled(page)
  if (prepare) await prepare(page)
  await settled(page)
  await page.screenshot({ path: path.join(__dirname, `${name}-${screen}.png`), animations: 'disabled' })
}

async function settled(page) {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined)
}

function text() {
  const parts = { board: 'The Dashboard', pipeline: "The pipeline's page" }
  const sections = Object.entries(parts).map(([part, title]) => {
    const views = VIEWS.filter((view) => view.part === part)
    return [`## ${title}`, ...views.map(section)].join('\n\n')
  })
  return [INTRODUCTION, ...sections].join('\n\n')
}

function section({ name, title, says }) {
  const picture = (screen, width) => `<img src="tour/${name}-${screen}.png" alt="${title}, ${screen}" width="${width}">`
  return `### ${title}\n\n${says}\n\n${picture('wide', '74%')} ${picture('narrow', '21%')}`
}

async function formatOptions() {
  return { ...(await prettier.resolveConfig(__dirname)), parser: 'markdown' }
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
