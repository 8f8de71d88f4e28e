import type { Schema } from '../database'
import { FIRST_TABLES } from './migrations/001-first-tables'
import { BOUNDED_PERSONS } from './migrations/004-bounded-persons'
import { MORE_TO_READ } from './migrations/005-more-to-read'
import { EVENTS_AS_SENT } from './migrations/006-events-as-sent'
import { READ_LINKS } from './migrations/007-read-links'
import { CHANGES } from './migrations/008-changes'
import { CANCELLATIONS } from './migrations/009-cancellations'
import { PERSONS_IN_ORDER } from './migrations/010-persons-in-order'
import { FOUND } from './migrations/011-found'
import { SHORT_INDEXES } from './migrations/012-short-indexes'
import { SEEN_BY_THE_MINUTE } from './migrations/013-seen-by-the-minute'

/**
 * The tables of a board. Every primary key starts with board_id, and every index that serves a query of one board too, so
 * that a distributed PostgreSQL can keep all of a board on one node. Texts that decide an order compare by their bytes.
 */
export const BOARD_SCHEMA: Schema = {
  name: 'board',
  migrations: [
    ...FIRST_TABLES,
    BOUNDED_PERSONS,
    MORE_TO_READ,
    EVENTS_AS_SENT,
    READ_LINKS,
    CHANGES,
    CANCELLATIONS,
    PERSONS_IN_ORDER,
    FOUND,
    SHORT_INDEXES,
    SEEN_BY_THE_MINUTE
  ]
}
