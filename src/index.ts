import { Destination } from '@segment/actions-core'
import type { DestinationDefinition, JSONObject } from '@segment/actions-core'
import path from 'path'
import tractionboard from './destinations/tractionboard'

/** The id of Tractionboard in Segment's catalog. */
export const CATALOG_ID = '569007b3e954a874ca44cd4e'

const directory = 'tractionboard'
/** A definition whose settings its host does not know. */
type AnyDefinition = DestinationDefinition<JSONObject>
const definition = tractionboard as unknown as AnyDefinition

export interface ManifestEntry {
  definition: AnyDefinition
  /** The name of the destination's folder, which is its key too. */
  directory: string
  /** The file that the definition was loaded from. */
  path: string
}

/** The destinations of this package by catalog id, in the form of `@segment/action-destinations`. */
export const manifest: Record<string, ManifestEntry> = {
  [CATALOG_ID]: { definition, directory, path: require.resolve(path.join(__dirname, 'destinations', directory)) }
}

/** The destinations of this package by the name of their folder. */
export const destinations: Record<string, AnyDefinition> = { [directory]: definition }

/** A destination ready to run, or null where the id is unknown. */
export function getDestinationById(id: string): Destination | null {
  return Object.hasOwn(manifest, id) ? new Destination(manifest[id].definition) : null
}

/** As `getDestinationById`, by catalog id or folder name. Asynchronous because the package it stands in for is. */
export async function getDestinationByIdOrKey(idOrKey: string): Promise<Destination | null> {
  const byKey = Object.hasOwn(destinations, idOrKey) ? new Destination(destinations[idOrKey]) : null
  return getDestinationById(idOrKey) ?? byKey
}

export default tractionboard
