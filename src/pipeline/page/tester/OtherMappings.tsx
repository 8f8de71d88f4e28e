import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import type { TesterAnswer } from '../../read-api/shapes'
import classes from './Tester.module.css'

/** Mappings that leave the event alone, each with the clause of its trigger that the event does not meet. */
export function OtherMappings({ verdicts }: { verdicts: TesterAnswer['verdicts'] }) {
  return (
    <ul className={classes.others}>
      {verdicts.map(({ mapping: { id, name, enabled }, preview: { trigger } }) => (
        <li key={id}>
          <Anchor component={Link} to={`/mappings/${id}`} inherit>
            <bdi>{name}</bdi>
          </Anchor>
          {trigger.failed === null ? (
            <span>{enabled ? 'matches' : 'matches, but is disabled'}</span>
          ) : (
            <code>not: {trigger.failed}</code>
          )}
        </li>
      ))}
    </ul>
  )
}
