/** Rights of CI that the run of test/e2e/permissions.test.ts has no use for, by the action, each with when there is one. */
export const UNUSED_CI_RIGHTS: Readonly<Record<string, string>> = {};
