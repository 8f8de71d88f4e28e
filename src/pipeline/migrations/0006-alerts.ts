import type { Migration } from '../../database'

/** What is amiss and has been told, or still has to be: a restart neither forgets it nor tells it twice. */
export const ALERTS: Migration = {
  name: '0006 alerts',
  sql: `
    CREATE TABLE pipeline.alerts (
      source_id text COLLATE "C" NOT NULL,
      kind text NOT NULL,
      subject text COLLATE "C" NOT NULL,
      message text NOT NULL,
      began_at timestamptz NOT NULL,
      ended_at timestamptz,
      told_begin boolean NOT NULL DEFAULT false,
      attempts integer NOT NULL DEFAULT 0,
      due_at timestamptz NOT NULL,
      PRIMARY KEY (source_id, kind, subject)
    );`
}
