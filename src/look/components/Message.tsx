import { inSentence } from '../in-sentence'

/** What an API says, in which what is code stands between backticks: shown as code, without them. */
export function Message({ children }: { children: string }) {
  const parts = inSentence(children).split(/`([^`\n]+)`/)
  return parts.map((text, index) => (index % 2 === 1 ? <code key={index}>{text}</code> : text))
}
