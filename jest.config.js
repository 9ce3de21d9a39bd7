const { availableParallelism } = require('node:os');
const path = require('node:path');

// Node 20 is supported on purpose; the SDK's reminder that a later version of it will not be would fill the output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const root = __dirname;
const support = path.join(root, 'test', 'support');

/** What all kinds of tests have in common. */
const common = {
  rootDir: root,
  transform: { '^.+\\.(ts|js)$': '@swc/jest' },
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/.local/', '<rootDir>/cdktf.out/', '<rootDir>/.groundwork/'],
};

/** Tests in `test/local` run against a real DynamoDB Local, started either way. */
const local = (/** @type {'docker' | 'java'} */ kind) => ({
  ...common,
  displayName: `local (${kind})`,
  testMatch: [path.join(root, 'test/local/**/*.test.ts')],
  globals: { LOCAL_DYNAMODB: kind },
  globalSetup: path.join(support, `start-${kind}.ts`),
  globalTeardown: path.join(support, 'dynamodb.ts'),
  setupFiles: [path.join(support, 'use-dynamodb.ts')],
});

/** @type {import('jest').Config} */
module.exports = {
  testTimeout: 30_000,
  // Most tests wait for other processes: on two cores, one worker alone would leave them idle for half of the time.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  projects: [
    { ...common, displayName: 'unit', testMatch: [path.join(root, 'test/unit/**/*.test.ts')] },
    local('docker'),
    local('java'),
    { ...common, displayName: 'e2e', testMatch: [path.join(root, 'test/e2e/**/*.test.ts')] },
  ],
};
