import type { InputField } from '@segment/actions-core'

/** Numbers from 0 to below 1 that look random and are the same for the same seed. */
function randomFrom(seed: string): () => number {
  let state = 0
  for (const character of seed) {
    state = (Math.imul(state, 31) + character.charCodeAt(0)) >>> 0
  }
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const CHARACTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!@#$%^&*()[]'

function textFrom(random: () => number): string {
  const length = 5 + Math.floor(random() * 15)
  return Array.from({ length }, () => CHARACTERS[Math.floor(random() * CHARACTERS.length)]).join('')
}

function valueOf(seed: string, name: string, field: InputField): unknown {
  const random = randomFrom(`${seed}#${name}`)
  if (field.choices) {
    const choices = field.choices.map((choice) => (typeof choice === 'string' ? choice : choice.value))
    return choices[Math.floor(random() * choices.length)]
  }
  if (name === 'currency') {
    return ['CHF', 'EUR', 'GBP', 'USD'][Math.floor(random() * 4)]
  }
  switch (field.type) {
    case 'boolean':
      return random() < 0.5
    case 'integer':
      return (field.minimum ?? 0) + Math.floor(random() * ((field.maximum ?? 1000) - (field.minimum ?? 0) + 1))
    case 'datetime':
      return '2021-02-01T00:00:00.000Z'
    case 'object':
      return { [`key${Math.floor(random() * 1000)}`]: textFrom(random) }
    default:
      return textFrom(random)
  }
}

/**
 * A value for each field of an action, the same at every run.
 * @param requiredOnly leaves out fields that are never required, apart from those that identify something
 */
export function testDataOf(slug: string, action: any, requiredOnly: boolean): Record<string, any> {
  const fields = Object.entries(action.fields as Record<string, InputField>).filter(([name, field]) => {
    return !requiredOnly || field.required || name.includes('id')
  })
  return Object.fromEntries(
    fields.map(([name, field]) => {
      const value = valueOf(slug, name, field)
      return [name, field.multiple ? [value] : value]
    })
  )
}
