import type { Plugin } from 'esbuild';

/**
 * Leaves out the reading of `~/.aws/config` and `~/.aws/credentials`, which a function does not have: the SDK would look
 * for both before the first request, for each of its settings that no environment variable holds.
 */
export const withoutSharedConfiguration: Plugin = {
  name: 'without-shared-configuration',
  setup(build) {
    build.onLoad({ filter: /@smithy[\\/]core[\\/].*[\\/]loadSharedConfigFiles\.js$/ }, () => ({ contents: EMPTY }));
  },
};

/** All that the original exports. */
const EMPTY = `
  export { CONFIG_PREFIX_SEPARATOR } from './constants';
  export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });
`;
