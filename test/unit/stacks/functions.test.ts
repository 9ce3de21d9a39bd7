import { existsSync } from 'node:fs';
import path from 'node:path';
import { FUNCTION_ENTRIES, FUNCTION_NAMES } from '../../../stacks/functions';
import { REPOSITORY } from '../../../stacks/stack';

test.each(FUNCTION_NAMES)('the entry file of %s is there', (name) => {
  expect(existsSync(path.join(REPOSITORY, FUNCTION_ENTRIES[name]))).toBe(true);
});
