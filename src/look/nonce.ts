declare global {
  interface Window {
    /** Read by the scroll lock under Mantine's dialogs, which writes a style element of its own. */
    __webpack_nonce__?: string
  }
}

/**
 * The nonce of this response, which the server wrote into the page's head: the Content-Security-Policy lets only style
 * elements that bear it take effect.
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
}

/** Hands the nonce to the libraries that cannot be given it as a property. */
export function shareStyleNonce(): void {
  window.__webpack_nonce__ = styleNonce()
}
