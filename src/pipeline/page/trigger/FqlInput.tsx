import { Input } from '@mantine/core'
import { useId } from 'react'
import { type Reading } from './fql'
import classes from './Trigger.module.css'

interface FqlInputProps {
  fql: string
  onChange: (fql: string) => void
  /** Undefined where it is not read yet. */
  reading: Reading | undefined
  problem?: string
}

/** The trigger as Segment writes it. What is wrong is marked where it stands, and keeps the form from being saved. */
export function FqlInput({ fql, onChange, reading, problem }: FqlInputProps) {
  const id = useId()
  const own = reading && 'problem' in reading ? reading : undefined
  return (
    <>
      <Input.Wrapper label="As FQL" id={id} className={classes.fql} mt="md">
        <Input
          component="textarea"
          multiline
          ref={(element: HTMLTextAreaElement | null) => element?.setCustomValidity(own?.problem ?? '')}
          id={id}
          rows={2}
          maxLength={4000}
          spellCheck={false}
          value={fql}
          error={own !== undefined || problem !== undefined}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      </Input.Wrapper>
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
