/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // One worker less, as Jest would have it, is one of two on a small machine.
  maxWorkers: '100%',
  testSequencer: '<rootDir>/__tests__/__helpers__/longest-first.js',
  roots: ['<rootDir>/src', '<rootDir>/__tests__'],
  testMatch: ['**/__tests__/**/*.test.ts'],
  // What is slow on a busy machine is no fault; what hangs is.
  testTimeout: 120_000,
  // What takes longer is run by `npm run test:long`; what a power cut has cut off in an engine goes with that process.
  testPathIgnorePatterns: ['/node_modules/', '\\.long\\.test\\.ts$'],
  // What is imported when it is needed is named as Node finds it, `./run.js`; its source is `./run.ts`.
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^prettier$': '<rootDir>/__tests__/__helpers__/prettier.js'
  },
  transform: {
    '^.+\\.(ts|c?js)$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }]
  },
  // The thread of an embedded database is TypeScript, too, and not Jest's to load.
  setupFiles: ['<rootDir>/__tests__/__helpers__/typescript-threads.js', '<rootDir>/__tests__/__helpers__/liftoff.ts'],
  setupFilesAfterEnv: ['<rootDir>/__tests__/__helpers__/tries.ts'],
  // The format of Jest 27, which Segment's monorepo uses: the destination's snapshots must pass under both.
  snapshotFormat: { escapeString: true, printBasicPrototype: true }
}
