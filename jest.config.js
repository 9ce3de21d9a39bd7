const path = require('node:path');

/** @param {string} kind @param {Record<string, unknown>} [more] */
const project = (kind, more) => ({
  displayName: kind,
  rootDir: __dirname,
  testMatch: [path.join(__dirname, 'test', kind.split(' ')[0] ?? kind, '**', '*.test.ts')],
  transform: { '^.+\\.(t|j)s$': '@swc/jest' },
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/.local/', '<rootDir>/cdktf.out/'],
  ...more,
});

/** @type {import('jest').Config} */
module.exports = {
  projects: [project('unit')],
};
