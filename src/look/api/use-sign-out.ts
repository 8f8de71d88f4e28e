import { useMutation } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { showNotice } from '../on-demand/on-demand'
import { leaving } from '../Router'
import { request } from './client'
import { forgetSessionToken } from './session-token'

/** Called when this browser's session is over. */
export const SignOutContext = createContext<() => void>(() => undefined)

/** Asks where something is not saved, ends the session on the server, then shows the sign-in notice; says so if the server cannot be reached. */
export function useSignOut(): () => void {
  const onSuccess = useContext(SignOutContext)
  const { mutate } = useMutation({
    mutationFn: () => request<void>('DELETE', '/api/session'),
    onSuccess: () => {
      forgetSessionToken()
      onSuccess()
    },
    onError: () => showNotice({ color: 'rust', message: 'You are still signed in: the server did not answer.' })
  })
  return () => leaving(mutate)
}
