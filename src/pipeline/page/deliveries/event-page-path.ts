export const eventPagePath = (messageId: string) => `/events/${encodeURIComponent(messageId)}`
