/** How often a test that failed is tried again. Only where the whole is judged at once, as by `.ci/run`, whose report names each. */
const RETRIES = Number(process.env.TEST_RETRIES ?? 0)

if (RETRIES > 0) jest.retryTimes(RETRIES, { logErrorsBeforeRetry: true })
