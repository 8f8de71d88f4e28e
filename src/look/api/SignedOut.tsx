import { Button, Center, Code, Stack, Text, Title } from '@mantine/core'

/** Shown once the session cookie is missing or no longer valid. */
export function SignedOut() {
  return (
    <Center component="main" mih="100dvh" p="xl">
      <title>Signed out</title>
      <Stack maw={420} gap="md">
        <Title order={1} fz={26}>
          You are signed out
        </Title>
        <Text>
          To sign in, open the address that <Code>tractionboard start</Code> printed in its terminal. It carries your
          admin key once and leaves a cookie in this browser.
        </Text>
        <Text c="dimmed" fz="sm">
          The key is also in the file <Code>secrets.json</Code> of the data folder.
        </Text>
        <Button variant="default" onClick={() => window.location.reload()} w="fit-content">
          Try again
        </Button>
      </Stack>
    </Center>
  )
}
