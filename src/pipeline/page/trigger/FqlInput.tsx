import { Textarea } from '@mantine/core'
import { type Reading } from './fql'
import classes from './Trigger.module.css'

interface FqlInputProps {
  fql: string
  onChange: (fql: string) => void
  reading: Reading
  problem?: string
}

/** The trigger as Segment writes it. What is wrong is marked where it stands, and keeps the form from being saved. */
export function FqlInput({ fql, onChange, reading, problem }: FqlInputProps) {
  const own = 'problem' in reading ? reading : undefined
  return (
    <>
      <Textarea
        ref={(element) => element?.setCustomValidity(own?.problem ?? '')}
        label="As FQL"
        className={classes.fql}
        mt="md"
        autosize
        minRows={2}
        maxLength={4000}
        spellCheck={false}
        value={fql}
        error={own !== undefined || problem !== undefined}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      {own && (
        <p className={classes.problem} role="status">
          {own.problem}
          <code>
            {fql.slice(0, own.at)}
            <mark>{fql.slice(own.at) || '…'}</mark>
          </code>
        </p>
      )}
      {!own && problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
    </>
  )
}
