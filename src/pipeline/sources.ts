import { isDeepStrictEqual } from 'node:util'
import type { Database } from '../database'
import type { Definition } from './deliver/exchange'
import type { Settings } from './deliver/redact'
import type { Mapping } from './match/mapping'
import { sourceIdOf } from './receive/credentials'
import { registerSource, selectMappings, selectSources, type Source } from './store/sources'

/** A source as `startPipeline` is given it. */
export interface SourceOptions {
  writeKey: string
  settings: Settings
  name: string
  /** Asked for other settings when the endpoint refuses these: who gave them may know of a new Token ID. */
  renew?: () => Promise<Settings>
}

export type LoadedSource = Source & { writeKey: string; mappings: readonly Mapping[] }

/** The sources that this process serves, in memory: every event needs them. The database has the truth. */
export class Sources {
  private readonly loaded = new Map<string, LoadedSource>()
  private readonly writeKeys: ReadonlyMap<string, string>
  private readonly given: Map<string, SourceOptions>

  private constructor(
    private readonly database: Database,
    sources: readonly SourceOptions[],
    private readonly definition: Definition
  ) {
    this.given = new Map(sources.map((source) => [sourceIdOf(source.writeKey), source]))
    this.writeKeys = new Map(sources.map(({ writeKey }) => [sourceIdOf(writeKey), writeKey]))
  }

  /** Registers the sources (new ones get the presets) and loads them. */
  static async open(
    database: Database,
    options: readonly SourceOptions[],
    definition: Definition,
    now: Date
  ): Promise<Sources> {
    for (const { writeKey, settings, name } of options) {
      await registerSource(database, { id: sourceIdOf(writeKey), name, settings }, definition, now)
    }
    const sources = new Sources(database, options, definition)
    await sources.refresh()
    return sources
  }

  /** Takes over what this or another process has changed since. */
  async refresh(): Promise<void> {
    for (const source of await selectSources(this.database, this.ids)) {
      if (this.loaded.get(source.id)?.revision === source.revision) continue
      const mappings = await selectMappings(this.database, source.id)
      this.loaded.set(source.id, { ...source, writeKey: this.writeKeys.get(source.id)!, mappings })
    }
  }

  /** Takes over settings that were renewed; those that a person has saved instead of the given ones stay. */
  async renew(id: string, now: Date): Promise<boolean> {
    const given = this.given.get(id)
    if (!given?.renew || !isDeepStrictEqual(this.byId(id)?.settings, given.settings)) return false
    const settings = await given.renew()
    if (isDeepStrictEqual(settings, given.settings)) return false
    this.given.set(id, { ...given, settings })
    await registerSource(this.database, { id, name: given.name, settings }, this.definition, now)
    await this.refresh()
    return true
  }

  get ids(): string[] {
    return [...this.writeKeys.keys()]
  }

  /** In the order in which they were given. */
  get all(): LoadedSource[] {
    return this.ids.flatMap((id) => this.loaded.get(id) ?? [])
  }

  byId(id: string): LoadedSource | undefined {
    return this.loaded.get(id)
  }

  byWriteKey(writeKey: string): LoadedSource | undefined {
    return this.loaded.get(sourceIdOf(writeKey))
  }
}
