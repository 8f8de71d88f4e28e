import type { Locator, Page } from 'playwright-core'

/** More than any view has controls. */
const MOST_STEPS = 300

const hasFocus = (control: Locator) =>
  control.evaluate((element: any) => element === element.ownerDocument.activeElement)

/** Goes to a control by Tab alone, or by Shift+Tab; from where the focus is, once round the page at most. */
export async function tabTo(control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  // A radio button is there for the keyboard alone; what is seen is its label.
  await control.waitFor({ state: 'attached' })
  for (let step = 0; step < MOST_STEPS; step++) {
    if (await hasFocus(control)) return
    await control.page().keyboard.press(key)
  }
  throw new Error(`${key} does not reach ${control.toString()}`)
}

/** Goes to a control and presses a key on it. */
export async function use(control: Locator, key = 'Enter'): Promise<void> {
  await tabTo(control)
  await control.page().keyboard.press(key)
}

/** Goes to a field and types into it, in place of what it has. */
export async function typeInto(field: Locator, text: string): Promise<void> {
  await tabTo(field)
  await field.page().keyboard.press('Control+a')
  await field.page().keyboard.type(text)
}

/** Goes to a choice and takes an option by the arrow keys. */
export async function choose(select: Locator, value: string): Promise<void> {
  await tabTo(select)
  const { from, to } = await select.evaluate(
    (element: any, wanted) => ({
      from: element.selectedIndex as number,
      to: [...element.options].findIndex((option) => option.value === wanted)
    }),
    value
  )
  for (let step = 0; step < Math.abs(to - from); step++)
    await select.page().keyboard.press(to > from ? 'ArrowDown' : 'ArrowUp')
}

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
