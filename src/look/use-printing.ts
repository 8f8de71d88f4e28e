import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** Whether the page is being printed: a browser waits for what `beforeprint` changes, but for nothing later. */
export function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false)
  useEffect(() => {
    const change = ({ type }: Event) => flushSync(() => setPrinting(type === 'beforeprint'))
    const types = ['beforeprint', 'afterprint']
    types.forEach((type) => window.addEventListener(type, change))
    return () => types.forEach((type) => window.removeEventListener(type, change))
  }, [])
  return isPrinting
}
