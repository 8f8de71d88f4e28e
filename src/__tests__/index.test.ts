import { Destination } from '@segment/actions-core'
import path from 'path'
import * as face from '..'
import definition, { destinations, getDestinationById, getDestinationByIdOrKey, manifest } from '..'
import tractionboard from '../destinations/tractionboard'

const CATALOG_ID = '569007b3e954a874ca44cd4e'

describe("The package's face", () => {
  it('has the exports of @segment/action-destinations, and the definition', () => {
    expect(Object.keys(face).sort()).toEqual([
      'CATALOG_ID',
      'default',
      'destinations',
      'getDestinationById',
      'getDestinationByIdOrKey',
      'manifest'
    ])
    expect(definition).toBe(tractionboard)
  })

  it('lists the destination by its id in the catalog', () => {
    expect(Object.keys(manifest)).toEqual([CATALOG_ID])
    expect(manifest[CATALOG_ID]).toEqual({
      definition: tractionboard,
      directory: 'tractionboard',
      path: path.join(__dirname, '../destinations/tractionboard/index.ts')
    })
  })

  it('lists the destination by its key', () => {
    expect(destinations).toEqual({ tractionboard })
  })

  it.each([[CATALOG_ID], ['tractionboard']])('finds the destination by %s', async (idOrKey) => {
    const destination = await getDestinationByIdOrKey(idOrKey)
    expect(destination).toBeInstanceOf(Destination)
    expect(destination).toMatchObject({ name: 'Tractionboard', definition: tractionboard })
  })

  it('finds it by id alone where an id is asked for', () => {
    expect(getDestinationById(CATALOG_ID)).toBeInstanceOf(Destination)
    expect(getDestinationById('tractionboard')).toBeNull()
  })

  it.each([[''], ['unknown'], ['toString'], ['__proto__'], ['constructor']])('finds nothing by %p', async (idOrKey) => {
    expect(getDestinationById(idOrKey)).toBeNull()
    expect(await getDestinationByIdOrKey(idOrKey)).toBeNull()
  })
})
