/** Segment's descriptions are Markdown; only what is bold or linked in them is undone, for it is shown as text. */
export function plainText(markdown: string): string {
  return markdown.replace(/\*\*(.+?)\*\*/g, '$1').replace(/\[(.+?)\]\((\S+?)\)/g, '$1 ($2)')
}
