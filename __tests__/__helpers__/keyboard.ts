import type { Locator, Page } from 'playwright-core'
import { eventually } from './product'

/** More than any view has controls. */
const MOST_STEPS = 300

type Way = 'Tab' | 'Shift+Tab' | 'ArrowDown' | 'ArrowUp'

const hasFocus = (control: Locator) =>
  control.evaluate((element: any) => element === element.ownerDocument.activeElement)

/**
 * Goes to a control by Tab alone, or by Shift+Tab, or within a menu by an arrow; from where the focus is, once round the page at
 * most. One that is at work is waited for.
 */
export async function tabTo(control: Locator, key: Way = 'Tab'): Promise<void> {
  // A radio button is there for the keyboard alone; what is seen is its label.
  await control.and(control.page().locator(':not(:disabled)')).waitFor({ state: 'attached' })
  for (let step = 0; step < MOST_STEPS; step++) {
    if (await hasFocus(control)) return
    await control.page().keyboard.press(key)
  }
  throw new Error(`${key} does not reach ${control.toString()}`)
}

/** Goes to a control and presses a key on it. */
export async function use(control: Locator, key = 'Enter', way?: Way): Promise<void> {
  await tabTo(control, way)
  await control.page().keyboard.press(key)
}

/** Goes to a field and types into it, in place of what it has. */
export async function typeInto(field: Locator, text: string): Promise<void> {
  await tabTo(field)
  await field.page().keyboard.press('Control+a')
  await field.page().keyboard.type(text)
}

/** Goes to a choice and takes an option, by its value or by its words, with the arrow keys. */
export async function choose(select: Locator, option: string): Promise<void> {
  await tabTo(select)
  // It may be one of those that are on their way.
  const stepsTo = () =>
    select.evaluate((element: any, wanted) => {
      const to = [...element.options].findIndex(({ value, label }) => value === wanted || label === wanted)
      return to < 0 ? undefined : to - (element.selectedIndex as number)
    }, option)
  for (let step = 0; step < MOST_STEPS; step++) {
    const steps = await eventually(stepsTo)
    if (steps === 0) return
    await select.page().keyboard.press(steps > 0 ? 'ArrowDown' : 'ArrowUp')
  }
  throw new Error(`The arrows do not reach ${option} in ${select.toString()}`)
}

/** Where the item of a list in which the focus is stands in the list, from 1 on. */
export const focusedPosition = (page: Page) =>
  page
    .locator(':focus')
    .evaluate((element: any) => Number(element.closest('[data-index]').getAttribute('aria-posinset')))

/** Waits until the focus is on it. */
export async function focused(control: Locator): Promise<void> {
  await control.waitFor()
  await control.and(control.page().locator(':focus')).waitFor({ state: 'attached' })
}

/**
 * A dialog as the keyboard needs it: the focus comes into it and stays however often Tab is pressed; Escape closes it and puts the
 * focus back on what had opened it.
 */
export async function dialogKeepsFocus(opener: Locator, dialog: Locator): Promise<void> {
  await use(opener)
  await focusWithin(dialog)
  for (const key of ['Tab', 'Shift+Tab'])
    for (let step = 0; step < 8; step++) {
      await opener.page().keyboard.press(key)
      await focusWithin(dialog)
    }
  await opener.page().keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await focused(opener)
}

/** Waits until the focus is in a part of the page. */
export async function focusWithin(part: Locator): Promise<void> {
  await part.and(part.page().locator(':focus-within')).or(part.locator(':focus')).first().waitFor({ state: 'attached' })
}

/** Presses Tab where the control that had the focus may have gone: who used it goes on from there, not from the start of the page. */
export async function goesOn(page: Page): Promise<void> {
  await page.keyboard.press('Tab')
  await page.locator('main :focus, [role=dialog] :focus').first().waitFor({ state: 'attached' })
}
