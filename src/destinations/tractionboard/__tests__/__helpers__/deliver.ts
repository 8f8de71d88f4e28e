import { Destination } from '@segment/actions-core'
import type { JSONObject, SegmentEvent } from '@segment/actions-core'
import destination from '../../index'
import { settings, tractionboard } from './tractionboard'

export type Options = Parameters<Destination['onEvent']>[2]

export const presets: any[] = destination.presets as any[]
export const automatic: any[] = presets.filter(({ type }) => type === 'automatic')

/** What is sent of every event that `segmentEvent` makes. */
export const envelope = {
  id: 'message-1',
  timestamp: '2024-01-05T09:30:00.123Z',
  user_id: 'ada',
  anonymous_id: 'visitor-1'
}

/** A Segment event with everything that every event has. */
export function segmentEvent(partial: any): any {
  return {
    messageId: 'message-1',
    timestamp: '2024-01-05T09:30:00.123Z',
    userId: 'ada',
    anonymousId: 'visitor-1',
    ...partial
  }
}

/** Delivers one event as Segment does with the automatic presets; throws what the destination throws. */
export async function deliverOne(event: any, options: Options = {}): Promise<any> {
  return new Destination(destination).onEvent(event as SegmentEvent, { ...settings, subscriptions: automatic }, options)
}

/** Delivers a batch by one preset; gives the status of each event. */
export async function deliverBatch(
  preset: string,
  events: any[],
  options: Options = {},
  other: JSONObject = {}
): Promise<any[]> {
  const subscription = presets.find(({ name }) => name === preset)
  const answer = await new Destination(destination).onBatch(
    events as SegmentEvent[],
    { ...settings, ...other, subscriptions: [subscription as JSONObject] },
    options
  )
  return answer[0].multistatus as any[]
}

/** The error that a promise ends in; fails where it does not. */
export async function errorOf(promise: any): Promise<any> {
  const outcome = await promise.then(
    (value: any) => ({ value }),
    (error: any) => ({ error })
  )
  if (!('error' in outcome)) {
    throw new Error('No error was thrown.')
  }
  return outcome.error
}

/** The event that is sent for a call, which is the same for a single one and for each of a batch. */
export async function sentFor(preset: string, call: any): Promise<any> {
  const received = tractionboard()
  await deliverOne(call)
  await deliverBatch(preset, [call, call])
  const [event] = received[0].body.events
  expect(received.map(({ body }) => body.events)).toEqual([[event], [event, event]])
  return event
}

/** The messages that a refused call gets alone and in a batch. No request is made for it. */
export async function refusalsOf(preset: string, call: any): Promise<[string, string]> {
  const received = tractionboard()
  const error = await errorOf(deliverOne(call))
  const [status] = await deliverBatch(preset, [call, call])
  expect([error.status, status.status, received.length]).toEqual([400, 400, 0])
  return [error.message, status.errormessage]
}
