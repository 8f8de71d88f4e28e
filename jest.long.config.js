/** @type {import('jest').Config} What takes longer than `npm test` may: the same tests over more runs, kills and events. */
module.exports = {
  ...require('./jest.config'),
  testMatch: ['**/__tests__/**/*.long.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // An engine that was cut off in the middle of a power cut is let go with the process.
  forceExit: true
}
