import type { Comparison } from '../../read-api/shapes'
import classes from './ComparePanel.module.css'
import { differencesOf } from './differences'

/** One event that the changed mapping would treat in another way, with what is different. */
export function ChangedEvent({ event: { kind, messageId, before, after } }: { event: Comparison['changed'][number] }) {
  return (
    <li>
      <details>
        <summary>
          {kind} <code>{messageId}</code>
        </summary>
        <table className={classes.differences}>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Saved</th>
              <th scope="col">Changed</th>
            </tr>
          </thead>
          <tbody>
            {differencesOf(before, after).map(({ name, before: old, after: now }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className={classes.before}>{old}</td>
                <td className={classes.after}>{now}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </li>
  )
}
