/** The address of a person's page, by any id of theirs. */
export const userPagePath = (id: string): string => `/users/${encodeURIComponent(id)}`
