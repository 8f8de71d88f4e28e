/** Where Tractionboard's Events API is. */
export const DEFAULT_ENDPOINT = 'https://api.tractionboard.io'

/** The most events in one request. */
export const MAX_BATCH_SIZE = 1000
/** The most bytes of a batch as the engine counts them, which leaves room in the 5 MB that a request may have. */
export const MAX_BATCH_BYTES = 4_000_000
/** The longest `id`, in characters. */
export const MAX_MESSAGE_ID_LENGTH = 128
/** The longest `user_id`, `anonymous_id`, `group_id` and `previous_id`, in characters. */
export const MAX_ID_LENGTH = 256
/** The longest `name` of a custom event, payment, refund, cancel or signup, in characters. */
export const MAX_NAME_LENGTH = 256

export const TOKEN_ID_REFUSED =
  'Tractionboard does not accept the Token ID. Copy it from Settings > Integrations in the Tractionboard Dashboard into the settings of this destination.'
