import type { Column } from './csv'
import type {
  Audiences,
  CampaignSpend,
  Campaigns,
  Funnel,
  Link,
  Metrics,
  Period,
  PersonIds,
  Retention,
  Spend,
  StoredEvent,
  User
} from './shapes'

/** The answers of the read API as tables: see `sendCsv`. */

type ByCurrency<Value> = Readonly<Record<string, Value>>

/** A column for each currency that any of the rows has. */
function perCurrency<Row, Value>(
  rows: readonly Row[],
  heading: string,
  of: (row: Row) => ByCurrency<Value>,
  show: (value: Value) => unknown = (value) => value
): Column<Row>[] {
  const currencies = [...new Set(rows.flatMap((row) => Object.keys(of(row))))].sort()
  return currencies.map((currency) => [
    `${heading}_${currency}`,
    (row) => (currency in of(row) ? show(of(row)[currency]) : null)
  ])
}

/** Columns that are named as the fields they hold. */
const fields = <Row>(...names: (keyof Row & string)[]): Column<Row>[] => names.map((name) => [name, (row) => row[name]])

export const USER_COLUMNS: readonly Column<User>[] = fields<User>(
  'user_id',
  'status',
  'first_seen',
  'last_seen',
  'earnings',
  'attributes',
  'groups',
  'anonymous_ids',
  'previous_ids'
)

export const ID_COLUMNS = fields<PersonIds['ids'][number]>('id', 'kind')

export const EVENT_COLUMNS: readonly Column<StoredEvent>[] = fields<StoredEvent>(
  'id',
  'type',
  'timestamp',
  'user_id',
  'anonymous_id',
  'name',
  'amount',
  'currency',
  'group_id',
  'previous_id',
  'channel',
  'url',
  'path',
  'title',
  'properties',
  'attributes',
  'context',
  'stored_at'
)

export function periodColumns({ periods }: Metrics): Column<Period>[] {
  return [
    ...fields<Period>(
      'start',
      'end',
      'complete',
      'visits',
      'visitors',
      'logins',
      'events',
      'signups',
      'cancellations',
      'active_at_start',
      'active_at_end',
      'churn_rate'
    ),
    ...perCurrency(periods, 'uac', ({ uac }) => uac),
    ...perCurrency(
      periods,
      'payments',
      ({ revenue }) => revenue,
      ({ payments }) => payments
    ),
    ...perCurrency(
      periods,
      'refunds',
      ({ revenue }) => revenue,
      ({ refunds }) => refunds
    ),
    ...perCurrency(
      periods,
      'net',
      ({ revenue }) => revenue,
      ({ net }) => net
    ),
    ...perCurrency(periods, 'earnings_per_user', ({ earnings_per_user }) => earnings_per_user)
  ]
}

type Cohort = Retention['cohorts'][number]

export function cohortColumns({ cohorts }: Retention): Column<Cohort>[] {
  const months = Array.from({ length: Math.max(0, ...cohorts.map(({ active }) => active.length)) }, (_, index) => index)
  return [
    ...fields<Cohort>('month', 'signups'),
    ...months.map((month): Column<Cohort> => [`active_${month}`, ({ active }) => active[month]]),
    ...months.flatMap((month) =>
      perCurrency(
        cohorts,
        `earnings_${month}`,
        ({ earnings }) => earnings,
        (sums) => sums[month]
      )
    ),
    ...perCurrency(cohorts, 'uac', ({ uac }) => uac),
    ...perCurrency(cohorts, 'payback_month', ({ payback }) => payback)
  ]
}

type Audience = Audiences['audiences'][number]

export const audienceColumns = ({ audiences }: Audiences): Column<Audience>[] => [
  ...fields<Audience>('name', 'members', 'others', 'active', 'active_share'),
  ...perCurrency(audiences, 'earnings', ({ earnings }) => earnings)
]

export const STEP_COLUMNS = fields<Funnel['steps'][number]>('step', 'persons', 'median_seconds')

type Campaign = Campaigns['campaigns'][number]

export const campaignColumns = ({ campaigns }: Campaigns): Column<Campaign>[] => [
  ...fields<Campaign>('source', 'medium', 'name', 'signups'),
  ...perCurrency(campaigns, 'earnings', ({ earnings }) => earnings),
  ...perCurrency(campaigns, 'spend', ({ spend }) => spend),
  ...perCurrency(campaigns, 'uac', ({ uac }) => uac)
]

export const SPEND_COLUMNS: readonly Column<readonly [month: string, currency: string, amount: string]>[] = [
  ['month', ([month]) => month],
  ['currency', ([, currency]) => currency],
  ['amount', ([, , amount]) => amount]
]

export const spendRows = (spend: Spend) =>
  Object.entries(spend).flatMap(([month, amounts]) =>
    Object.entries(amounts).map(([currency, amount]) => [month, currency, amount] as const)
  )

export const CAMPAIGN_SPEND_COLUMNS = fields<CampaignSpend[number]>(
  'month',
  'source',
  'medium',
  'name',
  'currency',
  'amount'
)

export const LINK_COLUMNS = fields<Link>('id', 'name', 'made_at', 'used_at')
