import { Alert } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import type { TestAnswer } from '../../read-api/shapes'

interface TestResultProps {
  answer: TestAnswer | undefined
  error: Error | null
}

/** What the endpoint said to the settings. */
export function TestResult({ answer, error }: TestResultProps) {
  const problem = error?.message ?? (answer?.ok === false ? answer.message : undefined)
  if (problem !== undefined) {
    return (
      <Alert color="rust" role="alert" icon={<IconCircleX size={18} />} title={error ? 'Not tested' : 'Not connected'}>
        {problem}
      </Alert>
    )
  }
  if (!answer) return null
  return (
    <Alert color="pine" role="status" icon={<IconCircleCheck size={18} />} title="Connected">
      The endpoint knows this Token ID.
    </Alert>
  )
}
