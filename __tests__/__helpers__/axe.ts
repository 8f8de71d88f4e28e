import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { eventually } from './product'

const SCHEMES = ['light', 'dark'] as const
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 }
]

/** A view as somebody comes to see it: its address, and what is done there. */
export interface View {
  path: string
  what: string
  /** Waits for what comes after the view itself. */
  ready?(page: Page): Promise<unknown>
  act?(page: Page): Promise<unknown>
}

/** Presses the first button of a name. */
export const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()

/** Shows the view anew while the server says of a call that it is not available. */
export const failing = (path: string) => async (page: Page) => {
  const error = { code: 'unavailable', message: 'The database does not answer. Try again in a moment.' }
  await page.route(path, (route) => route.fulfill({ status: 503, json: { error } }))
  await page.reload()
  await page.getByRole('alert').getByText('is not available').first().waitFor()
  await page.unroute(path)
}

/** What is to be criticised of a page as it stands, in both colour schemes and both layouts: faults that axe finds, pixels cut off. */
export async function faultsInEveryWindow(page: Page): Promise<string[]> {
  const faults: string[] = []
  // Nothing is pointed at.
  await page.mouse.move(0, 0)
  for (const size of SIZES) {
    await page.setViewportSize(size)
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const scheme = () => page.evaluate('document.documentElement.dataset.mantineColorScheme')
      await eventually(
        async () => [colorScheme, undefined].includes((await scheme()) as typeof colorScheme) || undefined
      )
      faults.push(...(await findings(page)).map((finding) => `${colorScheme}, ${size.width} pixels: ${finding}`))
    }
    await eventually(async () => (await overflow(page)) === 0 || undefined, 5_000).catch(async () =>
      faults.push(`${size.width} pixels: ${await overflow(page)} are cut off`)
    )
  }
  return faults
}

/**
 * What axe finds against WCAG 2.2 AA and its own best practices, as lines that say where. There are no frames: what axe does for
 * those, and the list of all that passes, would take half of the time.
 */
export async function findings(page: Page, part = 'html'): Promise<string[]> {
  await still(page)
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  const { violations } = await axe.include(part).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`)
  )
}

/** Waits until nothing fades or moves any more: half a colour has half its contrast. */
export async function still(page: Page): Promise<void> {
  await page.evaluate(`Promise.allSettled(document.getAnimations()
    .filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity)
    .map((animation) => animation.finished))`)
}

/** How many pixels of the page are cut off at the side. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}

/**
 * Goes through a view by Tab alone, from its beginning round to it again.
 * @returns the controls that Tab does not reach, and those that do not show that they have the focus
 */
export async function unreachable(page: Page): Promise<string[]> {
  await still(page)
  await page.evaluate(`{
    const looks = (element) => [element, element.parentElement, element.nextElementSibling]
      .flatMap((each) => (each ? [getComputedStyle(each), getComputedStyle(each, '::after')] : []))
      .map(({ outline, boxShadow, borderColor, backgroundColor, color }) => [outline, boxShadow, borderColor, backgroundColor, color].join())
      .join()
    const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
      .filter((element) => element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true }))
      // Of a group of radio buttons Tab reaches one; the arrows reach the others.
      .filter((element) => element.type !== 'radio' || element.checked)
    document.activeElement.blur()
    window.walk = { rounds: 0, looks, left: new Map(controls.map((element) => [element, looks(element)])), unseen: [] }
  }`)
  const reached = `{
    const { looks, left, unseen } = window.walk
    const element = document.activeElement
    const text = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim() || element.outerHTML.slice(0, 80)
    if (left.has(element) && left.get(element) === looks(element)) unseen.push('does not show its focus: ' + text)
    left.delete(element)
    if (element === document.body) window.walk.rounds++
    left.size === 0 || window.walk.rounds === 2
  }`
  // It may begin in the middle.
  for (let presses = 0; presses < 800; presses++) {
    await page.keyboard.press('Tab')
    await still(page)
    if (await page.evaluate<boolean>(reached)) break
  }
  return page.evaluate(
    `[...window.walk.unseen, ...[...window.walk.left.keys()].map((element) => 'Tab does not reach: ' + element.outerHTML.slice(0, 120))]`
  )
}
