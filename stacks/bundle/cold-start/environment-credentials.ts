import path from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Puts the reader of Lambda's environment variables in the place of the SDK's chain of credential providers, of which
 * nothing else can apply in a function: profiles, web identity, single sign-on and the metadata services of EC2 and ECS,
 * with the clients of three more AWS services. A third of a bundle, all told.
 */
export const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup(build) {
    const reader = path.join(build.initialOptions.absWorkingDir ?? '', 'table/connect/environment-credentials.ts');
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({ path: reader }));
  },
};
