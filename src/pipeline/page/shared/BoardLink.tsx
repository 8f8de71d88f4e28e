import { Anchor } from '@mantine/core'
import { type ReactNode } from 'react'
import { webAddress } from '../../../look/web-address'
import { useDestination } from '../api'

interface BoardLinkProps {
  /** Of the board's page; its first view where it is left out. */
  path?: string
  children: ReactNode
}

/** To the page of the board that the events go to: the one that was named as the endpoint. Tractionboard's own has none there. */
export function BoardLink({ path = '/', children }: BoardLinkProps) {
  const endpoint = useDestination().data?.settings.find(({ key }) => key === 'endpoint')
  const address = endpoint?.value === endpoint?.default ? null : webAddress(endpoint?.value)
  if (address === null) return null
  return (
    <Anchor href={address.replace(/\/$/, '') + path} size="sm">
      {children}
    </Anchor>
  )
}
