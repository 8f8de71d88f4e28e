/** The address when it is an absolute http(s) one without credentials, else null: other schemes may run code. */
export function webAddress(text: unknown): string | null {
  if (typeof text !== 'string') return null
  try {
    const { protocol, username, password, href } = new URL(text)
    const isWeb = protocol === 'https:' || protocol === 'http:'
    return isWeb && username === '' && password === '' ? href : null
  } catch {
    return null
  }
}
