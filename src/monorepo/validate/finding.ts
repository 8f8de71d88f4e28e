/** Something that the monorepo's checks or reviewers would object to. */
export interface Finding {
  /** The part of the definition, such as `actions.track.fields.kind`, or a file of the folder. */
  where: string
  what: string
  fix: string
}

export function findingIf(broken: unknown, where: string, what: string, fix: string): Finding[] {
  return broken ? [{ where, what, fix }] : []
}

export function formatFindings(findings: readonly Finding[]): string {
  return findings.map(({ where, what, fix }) => `${where}\n  ${what}\n  ${fix}\n`).join('')
}
