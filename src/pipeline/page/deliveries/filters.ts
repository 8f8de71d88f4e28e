/** As in the address; empty where nothing is asked for. */
export type Filters = Record<'hours' | 'state' | 'mapping' | 'query' | 'why', string>

export const DEFAULT_FILTERS: Filters = { hours: '24', state: '', mapping: '', query: '', why: '' }

export type FiltersProps = { filters: Filters; onChange: (changes: Partial<Filters>) => void }
