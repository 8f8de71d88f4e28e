import { Button } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { useEffect, useEffectEvent } from 'react'

/** A query of which there may be more, as TanStack Query gives it. */
export interface Pages {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  isFetchNextPageError: boolean
  fetchNextPage: () => unknown
}

interface LoadMoreProps {
  label: string
  pages: Pages
  /** Where all of it is, for who prints what is a part: "CSV has all." */
  whole?: string
}

/** Fetches the next page, if there is one, as soon as it is scrolled to; it is a button as well, for the keyboard. */
export function LoadMore(props: LoadMoreProps) {
  return (
    props.pages.hasNextPage && (
      <>
        <p className="printed">A part of the list. {props.whole}</p>
        <NextPage {...props} />
      </>
    )
  )
}

function NextPage({
  label,
  pages: { isFetchingNextPage: loading, isFetchNextPageError: failed, fetchNextPage }
}: LoadMoreProps) {
  const { ref, entry } = useIntersection({ rootMargin: '300px' })
  const load = () => void fetchNextPage()
  const loadWhenNear = useEffectEvent(load)
  const isNear = entry?.isIntersecting === true

  useEffect(() => {
    if (isNear && !loading) loadWhenNear()
  }, [isNear, loading])

  return (
    <Button ref={ref} variant="subtle" color="gray" fullWidth mt="md" loading={loading} onClick={load}>
      {failed ? 'The server does not answer. Try again' : label}
    </Button>
  )
}
