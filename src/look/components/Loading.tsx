import { type ReactNode } from 'react'

/** Says that something is on its way; what stands in for it is shaped like it, so that nothing jumps. */
export function Loading({ children }: { children: ReactNode }) {
  return (
    <div aria-busy="true" aria-label="Loading" role="status">
      {children}
    </div>
  )
}
