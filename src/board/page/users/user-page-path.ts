import { withQuery } from '../../../look/api/client'

/** The address of a person's page, by any id of theirs. It is no part of the path, where "." and ".." would be lost. */
export const userPagePath = (id: string): string => withQuery('/users/person', { id })
