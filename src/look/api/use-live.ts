import { useEffect, useEffectEvent, useState } from 'react'

const RECONNECT_MS = 3000

/**
 * Listens to a stream of server-sent events for as long as `path` is not null. The data of each message of the type is
 * parsed as JSON.
 * @param onConnect is called at every connection but the first: what came in between has to be fetched.
 * @returns whether the stream is connected.
 */
export function useLive<Message>(
  path: string | null,
  type: string,
  onMessage: (message: Message) => void,
  onConnect: () => void
): boolean {
  const [connected, setConnected] = useState(false)
  const receive = useEffectEvent((event: MessageEvent<string>) => onMessage(JSON.parse(event.data) as Message))
  const reconnected = useEffectEvent(onConnect)

  useEffect(() => {
    if (path === null) return
    let source: EventSource
    let timer: number | undefined
    let again = false

    const connect = () => {
      source = new EventSource(path)
      source.onopen = () => {
        setConnected(true)
        if (again) reconnected()
        again = true
      }
      source.addEventListener(type, receive)
      source.onerror = () => {
        setConnected(false)
        // The browser reconnects by itself after a break, but gives up when the server answers with an error.
        if (source.readyState === EventSource.CLOSED) timer = window.setTimeout(connect, RECONNECT_MS)
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
