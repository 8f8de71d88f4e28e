/** What an API says, in which what is code stands between backticks: shown as code, without them. */
export function Message({ children }: { children: string }) {
  return children.split(/`([^`\n]+)`/).map((text, index) => (index % 2 === 1 ? <code key={index}>{text}</code> : text))
}
