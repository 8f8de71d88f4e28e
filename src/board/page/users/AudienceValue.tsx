import { IconCheck, IconX } from '@tabler/icons-react'
import classes from './AudienceValue.module.css'

/** Whether a person is in an audience: true or false, as Segment sends it. */
export function AudienceValue({ isMember }: { isMember: boolean }) {
  const MemberIcon = isMember ? IconCheck : IconX
  return (
    <span className={classes.value} data-member={isMember}>
      <MemberIcon size={15} stroke={2} aria-hidden="true" />
      {String(isMember)}
    </span>
  )
}
