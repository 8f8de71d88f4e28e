/** The page that asks for the admin key. It has no script, and a style only for this answer's nonce; `font` is the path of the page's own. */
export function signInPage(nonce: string, font: string | undefined, problem?: string): string {
  const face = font
    ? `@font-face { font-family: Inter; font-weight: 100 900; font-display: swap; src: url(/${font}) format("woff2") }`
    : ''
  const alert = problem ? `<p role="alert" id="problem">${problem}</p>` : ''
  const described = problem ? 'aria-invalid="true" aria-describedby="problem hint"' : 'aria-describedby="hint"'
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Sign in – Tractionboard</title>
    <style nonce="${nonce}">
      ${face}
      :root { color-scheme: light dark; font-family: Inter, ui-sans-serif, -apple-system, BlinkMacSystemFont, "Segoe UI", sans-serif; line-height: 1.5;
        --paper: light-dark(#fbfbfa, #131614); --surface: light-dark(#fff, #191d1b); --ink: light-dark(#16191a, #e9ecea);
        --muted: light-dark(#5f6561, #9ea5a1); --line: light-dark(#cfd0ca, #3b4240); --loss: light-dark(#a8431d, #e1936f) }
      body { display: grid; place-items: center; min-height: 100vh; margin: 0; background: var(--paper); color: var(--ink) }
      main { width: min(22rem, 100% - 2rem); padding: 1.75rem; box-sizing: border-box; border: 1px solid var(--line); border-radius: 10px;
        background: var(--surface) }
      h1 { display: flex; align-items: center; gap: 0.55rem; margin: 0 0 1.5rem; font-size: 1.25rem; font-weight: 650; letter-spacing: -0.02em }
      svg { width: 1.3rem; fill: light-dark(#0d6b52, #5fc39d) }
      label { font-size: 0.875rem; font-weight: 550 }
      label, input, button { display: block; width: 100%; box-sizing: border-box }
      input, button { margin-top: 0.4rem; padding: 0.6rem 0.75rem; border: 1px solid var(--line); border-radius: 7px; font: inherit }
      input { background: var(--paper); color: inherit }
      button { margin-top: 1.25rem; border: 0; background: #0d6b52; color: #fff; font-weight: 550; cursor: pointer }
      :focus-visible { outline: 2px solid light-dark(#0d6b52, #5fc39d); outline-offset: 2px }
      p { margin: 0.6rem 0 0; color: var(--muted); font-size: 0.875rem }
      #problem { color: var(--loss) }
    </style>
  </head>
  <body>
    <main>
      <h1><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 20V13h4v7zM10 20V8h4v12zM17 20V3h4v17z" /></svg>Tractionboard</h1>
      <form method="post" action="/sign-in">
        <label for="key">Admin key</label>
        <input id="key" name="key" type="password" autocomplete="current-password" required autofocus ${described} />
        <p id="hint"><code>tractionboard open</code> shows the key as a part of this page’s address; so does the terminal that it was started in.</p>
        ${alert}
        <button type="submit">Sign in</button>
      </form>
    </main>
  </body>
</html>
`
}

export const WRONG_KEY = 'This is not the admin key. Copy the page’s address from the terminal once more.'
