import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { Message } from '../../../look/components/Message'
import { Panel } from '../../../look/components/Panel'
import type { TesterAnswer } from '../../read-api/shapes'
import { ResponseView } from '../json/ResponseView'
import { RequestView } from '../json/RequestView'
import { PreviewView } from '../mappings/PreviewView'
import { StateBadge } from '../shared/StateBadge'
import classes from '../mappings/PreviewView.module.css'

/** What a mapping that takes the event makes of it, and of a real sending what came back. */
export function VerdictPanel({ verdict: { mapping, preview, sent } }: { verdict: TesterAnswer['verdicts'][number] }) {
  return (
    <Panel
      title={mapping.name}
      aside={
        <Button component={Link} to={`/mappings/${mapping.id}`} variant="subtle" size="compact-sm">
          Edit mapping
        </Button>
      }
    >
      {sent && (
        <div className={classes.part}>
          <p className={classes.outcome}>
            <StateBadge state={sent.outcome} /> {sent.reason && <Message>{sent.reason}</Message>}
          </p>
          {sent.exchanges.map((exchange, index) => (
            <div key={index}>
              <h3>Request that was sent</h3>
              <RequestView request={exchange.request} />
              <h3>Answer</h3>
              <ResponseView exchange={exchange} />
            </div>
          ))}
        </div>
      )}
      <PreviewView preview={preview} requests={!sent || sent.exchanges.length === 0} />
    </Panel>
  )
}
