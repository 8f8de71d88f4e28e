import type { Migration } from '../../database'

export const MORE_TO_READ: Migration = {
  name: '005-more-to-read',
  sql: `
    -- Made anew at the start, as all that follows from the events.
    ALTER TABLE board.persons DROP COLUMN search;
    CREATE TABLE board.profiles (
      board_id int NOT NULL,
      person text COLLATE "C" NOT NULL,
      status text NOT NULL,
      search text NOT NULL,
      visited timestamptz,
      signed_up timestamptz,
      paid timestamptz,
      source text,
      medium text,
      campaign text,
      PRIMARY KEY (board_id, person)
    );
    CREATE TABLE board.traits (
      board_id int NOT NULL,
      kind text COLLATE "C" NOT NULL,
      key text COLLATE "C" NOT NULL,
      value text COLLATE "C" NOT NULL,
      person text COLLATE "C" NOT NULL,
      PRIMARY KEY (board_id, kind, key, value, person)
    );
    CREATE TABLE board.cohort_earnings (
      board_id int NOT NULL,
      cohort date NOT NULL,
      currency text NOT NULL,
      month date NOT NULL,
      amount numeric NOT NULL,
      PRIMARY KEY (board_id, cohort, currency, month)
    );
    CREATE TABLE board.campaign_spend (
      board_id int NOT NULL,
      month date NOT NULL,
      source text COLLATE "C" NOT NULL,
      medium text COLLATE "C" NOT NULL,
      campaign text COLLATE "C" NOT NULL,
      currency text NOT NULL,
      amount numeric NOT NULL,
      PRIMARY KEY (board_id, month, source, medium, campaign, currency)
    );
  `
}
