import '@mantine/core/styles/Center.css'

import { Button, Center, Stack, Text, Title } from '@mantine/core'

/** Why a session is over: it ran out or was signed out of, or the link that it came by was revoked. */
export type SessionEnd = 'over' | 'revoked'

const TEXTS: Record<SessionEnd, { title: string; text: string }> = {
  over: {
    title: 'You are signed out',
    text: 'Sign in with the admin key, which is a part of the address that the terminal showed at the start.'
  },
  revoked: { title: 'This link was revoked', text: 'Ask whoever gave it to you for another.' }
}

/** Shown once the session is over. */
export function SignedOut({ end }: { end: SessionEnd }) {
  const { title, text } = TEXTS[end]
  return (
    <Center component="main" mih="100dvh" p="xl">
      <title>{`${title} · Tractionboard`}</title>
      <Stack maw={400} gap="md">
        <Title order={1} fz={26}>
          {title}
        </Title>
        <Text>{text}</Text>
        <Button component="a" href="/sign-in" w="fit-content">
          Sign in
        </Button>
      </Stack>
    </Center>
  )
}
