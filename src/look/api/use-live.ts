import { useEffect, useEffectEvent, useState } from 'react'

const RECONNECT_MS = 3000

/**
 * Listens to a stream of server-sent events for as long as `path` is not null. The data of each message of the type is
 * parsed as JSON.
 * @param onGap is called after a break: what came meanwhile has to be fetched. It is called as well when the server
 *   refuses the stream: an event stream does not say why, but fetching does, such as that the session is over.
 * @returns whether the stream is connected.
 */
export function useLive<Message>(
  path: string | null,
  type: string,
  onMessage: (message: Message) => void,
  onGap: () => void
): boolean {
  const [connected, setConnected] = useState(false)
  const receive = useEffectEvent((event: MessageEvent<string>) => onMessage(JSON.parse(event.data) as Message))
  const fetchMissed = useEffectEvent(onGap)

  useEffect(() => {
    if (path === null) return
    let source: EventSource
    let timer: number | undefined
    let again = false

    const connect = () => {
      source = new EventSource(path)
      source.onopen = () => {
        setConnected(true)
        if (again) fetchMissed()
        again = true
      }
      source.addEventListener(type, receive)
      source.onerror = () => {
        setConnected(false)
        // The browser reconnects by itself after a break, but gives up when the server answers with an error.
        if (source.readyState === EventSource.CLOSED) {
          fetchMissed()
          timer = window.setTimeout(connect, RECONNECT_MS)
        }
      }
    }
    connect()
    return () => {
      window.clearTimeout(timer)
      source.close()
      setConnected(false)
    }
  }, [path, type])

  return connected
}
