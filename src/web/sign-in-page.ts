/** The page that asks for the admin key. It has no script, and a style only for this answer's nonce. */
export function signInPage(nonce: string, problem?: string): string {
  const alert = problem ? `<p role="alert" id="problem">${problem}</p>` : ''
  const described = problem ? 'aria-invalid="true" aria-describedby="problem hint"' : 'aria-describedby="hint"'
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Sign in – Tractionboard</title>
    <style nonce="${nonce}">
      :root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5 }
      body { display: grid; place-items: center; min-height: 100vh; margin: 0 }
      main { width: min(24rem, 100% - 2rem) }
      label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit }
      input, button { margin-top: 0.5rem; padding: 0.6rem }
      button { margin-top: 1rem; cursor: pointer }
    </style>
  </head>
  <body>
    <main>
      <h1>Tractionboard</h1>
      <form method="post" action="/sign-in">
        <label for="key">Admin key</label>
        <input id="key" name="key" type="password" autocomplete="current-password" required autofocus ${described} />
        <p id="hint">The terminal that it was started in shows the key as a part of this page’s address.</p>
        ${alert}
        <button type="submit">Sign in</button>
      </form>
    </main>
  </body>
</html>
`
}

export const WRONG_KEY = 'This is not the admin key. Copy the page’s address from the terminal once more.'
