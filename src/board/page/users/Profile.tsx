import { Facts } from '../../../look/components/Facts'
import { Money } from '../../../look/components/Money'
import { Panel } from '../../../look/components/Panel'
import type { User } from '../../read-api/shapes'
import { AudienceValue } from './AudienceValue'
import { Ids } from './Ids'
import { sortAttributes } from './person'
import classes from './UserPage.module.css'

/** What is known about a person, the special attributes first. */
export function Profile({ user }: { user: User }) {
  const { special, audiences, custom } = sortAttributes(user.attributes)
  const earnings = Object.entries(user.earnings).sort(([one], [other]) => one.localeCompare(other))
  const groups = Object.entries(user.groups)
  return (
    <div className={classes.profile}>
      {earnings.length > 0 && (
        <Panel title="Earnings">
          <Facts
            facts={earnings}
            render={(amount, currency) => <Money amount={amount as string} currency={currency} />}
          />
        </Panel>
      )}
      <Panel title="Attributes">
        {special.length + custom.length === 0 ? (
          <p>None yet. They come with identify calls.</p>
        ) : (
          <Facts facts={[...special, ...custom]} />
        )}
      </Panel>
      {audiences.length > 0 && (
        <Panel title="Audiences">
          <Facts facts={audiences} render={(value) => <AudienceValue isMember={value === true} />} />
        </Panel>
      )}
      {groups.map(([group, traits]) => (
        <Panel key={group} title={`Group ${group}`}>
          <Facts facts={Object.entries(traits)} />
        </Panel>
      ))}
      <Ids user={user} />
    </div>
  )
}
