import {
  IconArrowBackUp,
  IconBolt,
  IconCoin,
  IconEye,
  IconLink,
  IconLogin2,
  IconPointFilled,
  IconTag,
  IconUserMinus,
  IconUserPlus,
  IconUsersGroup,
  type Icon
} from '@tabler/icons-react'
import classes from './EventIcon.module.css'

const ICONS: Record<string, Icon> = {
  visit: IconEye,
  login: IconLogin2,
  attributes: IconTag,
  event: IconBolt,
  payment: IconCoin,
  refund: IconArrowBackUp,
  cancel: IconUserMinus,
  signup: IconUserPlus,
  group: IconUsersGroup,
  alias: IconLink
}

/** Tells the types of events apart at a glance: what is won in the accent, what is lost in rust. */
export function EventIcon({ type }: { type: string }) {
  const TypeIcon = Object.hasOwn(ICONS, type) ? ICONS[type] : IconPointFilled
  return (
    <span className={classes.icon} data-type={type}>
      <TypeIcon size={15} stroke={1.7} aria-hidden="true" />
    </span>
  )
}
