export const eventPagePath = (messageId: string) => `/deliveries/${encodeURIComponent(messageId)}`
