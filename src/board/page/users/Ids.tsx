import { Facts } from '../../../look/components/Facts'
import { Panel } from '../../../look/components/Panel'
import type { User } from '../../read-api/shapes'
import classes from './UserPage.module.css'

/** Every id that a person has or had. */
export function Ids({ user: { user_id, previous_ids, anonymous_ids } }: { user: User }) {
  const ids = [
    ['User id', user_id === null ? [] : [user_id]],
    ['Previous ids', previous_ids],
    ['Anonymous ids', anonymous_ids]
  ] as const
  return (
    <Panel title="Ids">
      <Facts
        facts={ids.filter(([, values]) => values.length > 0)}
        render={(values) => (
          <ul className={classes.ids}>
            {(values as readonly string[]).map((id) => (
              <li key={id}>{id}</li>
            ))}
          </ul>
        )}
      />
    </Panel>
  )
}
