import { useEffect, useEffectEvent, useState } from 'react'
import { fetchedOnce } from './modules'
import { sessionHeaders } from './session-token'

const RECONNECT_MS = 3000

/** Few views are live. */
const fetchParser = fetchedOnce(() => import('eventsource-parser/stream'))

/**
 * Listens to a stream of server-sent events for as long as `path` is not null. The data of each message of the type is
 * parsed as JSON. It is read by fetch, because an EventSource cannot bear the session's header.
 * @param onGap is called after a break: what came meanwhile has to be fetched. It is called as well when the server
 *   refuses the stream: fetching then tells why, such as that the session is over.
 * @returns whether the stream is connected.
 */
export function useLive<Message>(
  path: string | null,
  type: string,
  onMessage: (message: Message) => void,
  onGap: () => void
): boolean {
  const [connected, setConnected] = useState(false)
  const receive = useEffectEvent((data: string) => onMessage(JSON.parse(data) as Message))
  const fetchMissed = useEffectEvent(onGap)

  useEffect(() => {
    if (path === null) return
    const closed = new AbortController()
    let timer: number | undefined
    let lastId: string | undefined
    let again = false

    const listen = async () => {
      const { EventSourceParserStream } = await fetchParser()
      const headers = { ...sessionHeaders(), ...(lastId !== undefined && { 'last-event-id': lastId }) }
      const { ok, body } = await fetch(path, { headers, signal: closed.signal })
      if (!ok || body === null) return fetchMissed()
      setConnected(true)
      if (again) fetchMissed()
      again = true
      const messages = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
      for (let next = await messages.read(); !next.done; next = await messages.read()) {
        lastId = next.value.id ?? lastId
        if (next.value.event === type) receive(next.value.data)
      }
    }
    const connect = () => {
      void listen()
        // A break, which is told by `connected`. What came before there is a stream is missed, too.
        .catch(() => (again = true))
        .then(() => {
          if (closed.signal.aborted) return
          setConnected(false)
          timer = window.setTimeout(connect, RECONNECT_MS)
        })
    }
    connect()
    return () => {
      window.clearTimeout(timer)
      closed.abort()
      setConnected(false)
    }
  }, [path, type])

  return connected
}
