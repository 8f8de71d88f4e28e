/** A name within a sentence: it turns nothing round that follows it, as the marks of Unicode that override a direction would. */
export const inSentence = (name: string): string => name.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')

/** A name of somebody else's within other text that can bear no markup: what turns the direction of writing ends with it. */
export const isolated = (text: string): string => `\u2068${text}\u2069`
