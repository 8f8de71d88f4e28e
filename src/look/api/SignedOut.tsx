import { Button, Center, Stack, Text, Title } from '@mantine/core'

/** Shown once the session is over. */
export function SignedOut() {
  return (
    <Center component="main" mih="100dvh" p="xl">
      <title>Signed out · Tractionboard</title>
      <Stack maw={400} gap="md">
        <Title order={1} fz={26}>
          You are signed out
        </Title>
        <Text>Sign in with the admin key, which is a part of the address that the terminal showed at the start.</Text>
        <Button component="a" href="/sign-in" w="fit-content">
          Sign in
        </Button>
      </Stack>
    </Center>
  )
}
