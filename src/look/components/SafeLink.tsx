import { Anchor } from '@mantine/core'
import { webAddress } from '../web-address'

/** A link to an address that came with an event; anything but http(s) stays plain text. */
export function SafeLink({ href }: { href: string }) {
  const address = webAddress(href)
  if (!address) return <>{href}</>
  return (
    <Anchor href={address} target="_blank" rel="noopener noreferrer nofollow" inherit>
      {href}
    </Anchor>
  )
}
