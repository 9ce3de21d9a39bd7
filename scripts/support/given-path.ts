import path from 'node:path';
import { REPOSITORY } from '../../stacks/stack';

/** A path as a person gave it: relative to the folder in which they stand. */
export function givenPath(file: string): string {
  const folder = folderOfPerson();
  // Messages repeat it: where it is the same, it stays in the person's own words.
  return folder === process.cwd() ? file : path.resolve(folder, file);
}

/** A path for a person to open, from the folder in which they stand. */
export const pathForPerson = (file: string): string => path.relative(folderOfPerson(), file);

/**
 * Yarn, and `yarnw`, run a command in the repository's root, and say in INIT_CWD where they were called. What a process of
 * another repository has inherited, or one that was started elsewhere, says nothing of this one.
 * https://yarnpkg.com/advanced/lifecycle-scripts#environment-variables
 */
function folderOfPerson(): string {
  const { INIT_CWD, PROJECT_CWD } = process.env;
  const isCalledByYarn = PROJECT_CWD === REPOSITORY && process.cwd() === REPOSITORY;
  return (isCalledByYarn && INIT_CWD) || process.cwd();
}
