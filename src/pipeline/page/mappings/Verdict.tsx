import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { type ReactNode } from 'react'
import classes from './PreviewView.module.css'

/** One thing that is right or wrong, told by a sign and in words. */
export function Verdict({ ok, children }: { ok: boolean; children: ReactNode }) {
  const Sign = ok ? IconCircleCheck : IconCircleX
  return (
    <p className={classes.verdict} data-ok={ok}>
      <Sign size={16} stroke={1.8} aria-hidden="true" />
      <span>{children}</span>
    </p>
  )
}
