import '@mantine/core/styles/ScrollArea.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Drawer.css'

import { Alert, Drawer } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { DrillLink } from '../../../look/components/DrillLink'
import { useSpend } from '../api'
import { EXPLANATIONS, type Subject } from './explanations'
import { rangeLabel } from './labels'
import { type Metric } from './metrics'
import classes from './HowComputed.module.css'

type HowComputedProps = Omit<Subject, 'spend'> & {
  /** The figure in question; null while nobody asks. */
  metric: Metric | null
  onClose: () => void
}

/** Shows a figure's formula, the numbers in it and the way to the events behind them. */
export function HowComputed({ metric, onClose, ...subject }: HowComputedProps) {
  return (
    <Drawer
      opened={metric !== null}
      onClose={onClose}
      position="right"
      title={metric?.label}
      closeButtonProps={{ 'aria-label': 'Close' }}
      classNames={{ title: classes.title, body: classes.body }}
    >
      {metric && <Explained metric={metric} {...subject} />}
    </Drawer>
  )
}

function Explained({ metric, ...subject }: Omit<Subject, 'spend'> & { metric: Metric }) {
  const spend = useSpend()
  const explain = EXPLANATIONS[metric.key]
  const { meaning, formula, figures, links, note } = explain({ ...subject, spend: spend.data ?? {} })

  return (
    <>
      <p className={classes.range}>{rangeLabel(subject.range)}</p>
      <p>{meaning}</p>
      <p className={classes.formula}>{formula}</p>
      <dl className={classes.figures}>
        {figures.map(([label, figure]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
      {note && (
        <Alert color="gray" mb="lg">
          {note}
        </Alert>
      )}
      <h3 className={classes.behind}>What is behind it</h3>
      <ul className={classes.links}>
        {links.map(({ label, path }) => (
          <li key={path}>
            <DrillLink to={path}>
              {label} <IconArrowRight size={14} aria-hidden="true" />
            </DrillLink>
          </li>
        ))}
      </ul>
    </>
  )
}
