import { randomUUID } from 'node:crypto'
import type { SegmentEvent } from '@segment/actions-core'
import type { Database, Queryable } from '../../database'
import { isStill, tagOf } from '../../web'
import type { Definition } from '../deliver/exchange'
import { problem } from '../errors'
import { triggerProblem } from '../match/explain-trigger'
import { parseTrigger, triggerMatches, type Mapping } from '../match/mapping'
import { presetMappings } from '../match/presets'
import type { MappingEntry, MappingInput, MappingVersion } from './shapes'
import { countByMapping, NO_COUNTS } from '../record/counts'
import type { Rollups } from '../record/rollups'
import type { LoadedSource, Sources } from '../sources'
import { selectVersions } from '../store/mapping-versions'
import { deleteMapping, insertMappings, selectMappings, touchSource, updateMapping } from '../store/sources'
import { checkMapping } from './check-mapping'
import { asMapping } from './preview'
import { samples } from './samples'

export interface MappingOptions {
  database: Database
  rollups: Rollups
  sources: Sources
  definition: Definition
  now: () => Date
}

/** Changes to the mappings of a source. Each is checked first; a mapping that does not pass leaves the old one as it is. */
export class Mappings {
  constructor(private readonly options: MappingOptions) {}

  async list({ mappings, id }: LoadedSource): Promise<MappingEntry[]> {
    const counts = await countByMapping(this.options.rollups, id)
    return mappings.map((mapping) => ({
      ...inputOf(mapping),
      id: mapping.id,
      position: mapping.position,
      preset: mapping.preset,
      updatedAt: mapping.updatedAt.toISOString(),
      tag: tagOf(inputOf(mapping)),
      trigger: triggerOf(mapping),
      sample:
        samples.find(({ event }) => triggerMatches(mapping.subscribe, event as unknown as SegmentEvent))?.name ?? null,
      counts: counts.get(mapping.id) ?? NO_COUNTS
    }))
  }

  async history(source: LoadedSource, id: string): Promise<MappingVersion[]> {
    find(source, id)
    const versions = await selectVersions(this.options.database, source.id, id)
    return versions.map(({ savedAt, ...version }) => ({ ...version, savedAt: savedAt.toISOString() }))
  }

  async create(source: LoadedSource, input: MappingInput): Promise<MappingEntry> {
    checkMapping(input, this.options.definition)
    const mapping = { ...this.fresh(input), position: nextPosition(source) }
    return this.save(source, mapping.id, (database) => insertMappings(database, source.id, [mapping]))
  }

  /** @param expected the tag of what was read: where the mapping is something else by now, nothing is changed */
  async update(source: LoadedSource, id: string, input: MappingInput, expected?: string): Promise<MappingEntry> {
    find(source, id)
    checkMapping(input, this.options.definition)
    return this.save(source, id, async (database) => {
      const saved = find({ mappings: await selectMappings(database, source.id) }, id)
      if (!isStill(inputOf(saved), expected)) throw problem('mapping_changed')
      await updateMapping(database, source.id, { ...asMapping(input, saved), updatedAt: this.options.now() })
    })
  }

  async duplicate(source: LoadedSource, id: string): Promise<MappingEntry> {
    const original = find(source, id)
    // Two enabled mappings with one trigger would send every event twice.
    const input = { ...inputOf(original), name: `${original.name} (copy)`.slice(0, 120), enabled: false }
    return this.create(source, input)
  }

  async reset(source: LoadedSource, id: string): Promise<MappingEntry> {
    const saved = find(source, id)
    const preset = presetMappings(this.options.definition, this.options.now()).find(({ name }) => name === saved.preset)
    if (!preset) throw problem('invalid_mapping', { detail: 'it was not made from a preset.' })
    return this.update(source, id, { ...inputOf(preset), enabled: saved.enabled })
  }

  async remove(source: LoadedSource, id: string): Promise<void> {
    find(source, id)
    await this.change(source, (database) => deleteMapping(database, source.id, id, this.options.now()))
  }

  export(source: LoadedSource): MappingInput[] {
    return source.mappings.map(inputOf)
  }

  /** Replaces all mappings. Those of the same name keep their id, and with it their deliveries. */
  async import(source: LoadedSource, inputs: readonly MappingInput[]): Promise<void> {
    for (const [index, input] of inputs.entries()) {
      try {
        checkMapping(input, this.options.definition)
      } catch (error) {
        const { message, place } = error as { message: string; place?: string }
        throw problem(
          'invalid_request',
          { detail: message.replace(/\.$/, '') },
          `/subscriptions/${index}${place ?? ''}`
        )
      }
    }
    const old = [...source.mappings]
    const kept = inputs.map((input, position) => {
      const index = old.findIndex(({ name }) => name === input.name)
      const [saved] = index === -1 ? [] : old.splice(index, 1)
      return { ...(saved ? asMapping(input, saved) : this.fresh(input)), position, updatedAt: this.options.now() }
    })
    await this.change(source, async (database) => {
      for (const { id } of old) await deleteMapping(database, source.id, id, this.options.now())
      for (const mapping of kept) {
        const isSaved = source.mappings.some(({ id }) => id === mapping.id)
        await (isSaved ? updateMapping(database, source.id, mapping) : insertMappings(database, source.id, [mapping]))
      }
    })
  }

  private fresh(input: MappingInput): Mapping {
    const presets = presetMappings(this.options.definition, this.options.now())
    const preset = presets.find(({ name }) => name === input.name)?.name ?? null
    return { ...asMapping(input), id: randomUUID(), preset, updatedAt: this.options.now() }
  }

  private async save(source: LoadedSource, id: string, write: Write): Promise<MappingEntry> {
    await this.change(source, write)
    const entries = await this.list(this.options.sources.byId(source.id)!)
    return entries.find((entry) => entry.id === id)!
  }

  private async change(source: LoadedSource, write: Write): Promise<void> {
    await this.options.database.transaction(async (transaction) => {
      // First: who changes mappings of the source at the same time waits here, and then sees what came of this.
      await touchSource(transaction, source.id)
      await write(transaction)
    })
    await this.options.sources.refresh()
  }
}

type Write = (transaction: Queryable) => Promise<void>

function find({ mappings }: Pick<LoadedSource, 'mappings'>, id: string): Mapping {
  const mapping = mappings.find((each) => each.id === id)
  if (!mapping) throw problem('unknown_mapping', { id })
  return mapping
}

/** Segment's subscription form. */
function inputOf({ name, partnerAction, subscribe, mapping, enabled }: Mapping): MappingInput {
  return { name, partnerAction, subscribe, mapping, enabled }
}

function triggerOf({ subscribe }: Mapping): MappingEntry['trigger'] {
  const trigger = parseTrigger(subscribe)
  return 'error' in trigger || triggerProblem(subscribe) !== undefined ? null : trigger
}

function nextPosition({ mappings }: LoadedSource): number {
  return Math.max(-1, ...mappings.map(({ position }) => position)) + 1
}
