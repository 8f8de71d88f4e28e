export type JsonObject = Record<string, unknown>

export type Read<Value> = { value: Value } | { problem: string }

/** Reads JSON that a person wrote, with a word on what is wrong with it and in which line. */
export function readJson(text: string): Read<unknown> {
  if (text.trim() === '') return { problem: 'Enter JSON.' }
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { problem: `This is not valid JSON: ${withLine((error as Error).message, text)}` }
  }
}

export function readJsonObject(text: string): Read<JsonObject> {
  const read = readJson(text)
  if ('problem' in read) return read
  return isObject(read.value) ? { value: read.value } : { problem: 'This is JSON, but no object. Begin with {' }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Engines name the character; a person looks for the line. */
function withLine(message: string, text: string): string {
  const position = /at position (\d+)/.exec(message)
  if (!position || /line \d+/.test(message)) return message
  const line = text.slice(0, Number(position[1])).split('\n').length
  return message.replace(position[0], `in line ${line}`)
}
