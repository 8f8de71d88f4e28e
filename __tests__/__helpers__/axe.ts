import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** Both colour schemes and both layouts. */
export const WINDOWS = [
  { colorScheme: 'light', viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' },
  { colorScheme: 'dark', viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' }
] as const

/**
 * What axe finds against WCAG 2.2 AA and its own best practices, as lines that say where. There are no frames: what axe does for
 * those, and the list of all that passes, would take half of the time.
 */
export async function findings(page: Page, part = 'html'): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  const { violations } = await axe.include(part).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`)
  )
}

/** How many pixels of the page are cut off at the side. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}
