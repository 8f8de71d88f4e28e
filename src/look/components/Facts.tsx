import { type ReactNode } from 'react'
import classes from './Facts.module.css'
import { Value } from './Value'

interface FactsProps {
  /** Names with their values: a value of any JSON type, or something rendered already. */
  facts: readonly (readonly [name: string, value: unknown])[]
  /** Renders a value. Default: as the JSON it is, web addresses as links. */
  render?: (value: unknown, name: string) => ReactNode
}

/** Names and values under each other. All of it is text: nothing in a value is markup. */
export function Facts({ facts, render = (value) => <Value value={value} /> }: FactsProps) {
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{render(value, name)}</dd>
        </div>
      ))}
    </dl>
  )
}
