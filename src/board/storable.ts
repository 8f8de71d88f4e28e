/**
 * A text as the board keeps it: U+FFFD for what PostgreSQL cannot keep, U+0000 and halves of surrogate pairs. Whoever looks for
 * something that was sent looks for it in this form.
 */
export function storable(text: string): string {
  return text.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}
