import { createContext, useContext } from 'react'
import { request } from './client'

/** Called when this browser's session is over. */
export const SignOutContext = createContext<() => void>(() => undefined)

/** Ends the session on the server and shows the sign-in notice. */
export function useSignOut(): () => Promise<void> {
  const signedOut = useContext(SignOutContext)
  return async () => {
    await request('DELETE', '/api/session')
    signedOut()
  }
}
