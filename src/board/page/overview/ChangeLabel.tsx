import { VisuallyHidden } from '@mantine/core'
import { IconArrowDownRight, IconArrowRight, IconArrowUpRight } from '@tabler/icons-react'
import { type Change } from './change'
import classes from './ChangeLabel.module.css'

interface ChangeLabelProps {
  /** Undefined until the previous period is there; null where there is nothing to compare with. */
  change: Change | null | undefined
  moreIsBetter: boolean
  /** The figure of the previous period. */
  previous: string | undefined
}

const ICONS = { up: IconArrowUpRight, down: IconArrowDownRight, none: IconArrowRight }

/** The change against the previous period; its colour says whether that is good, its words and its arrow which way. */
export function ChangeLabel({ change, moreIsBetter, previous }: ChangeLabelProps) {
  if (change === undefined) return <span className={classes.change}>&nbsp;</span>
  if (change === null) return <span className={classes.change}>— nothing to compare</span>

  const { direction, amount } = change
  const ChangeIcon = ICONS[direction]
  const isGood = (direction === 'up') === moreIsBetter
  const tone = direction === 'none' ? undefined : isGood ? 'good' : 'bad'
  return (
    <span className={classes.change} data-tone={tone} title={`Previous period: ${previous}`}>
      <ChangeIcon size={15} stroke={2} aria-hidden="true" />
      <VisuallyHidden>{direction}</VisuallyHidden> {amount}
      <span className={classes.from}>from {previous}</span>
    </span>
  )
}
