/** Rights of CI that the run of test/e2e/permissions.test.ts has no use for, by the action, each with when there is one. */
export const UNUSED_CI_RIGHTS: Readonly<Record<string, string>> = {
  'dynamodb:TagResource': 'The table’s tags have changed: DynamoDB Local has none.',
  'dynamodb:UntagResource': 'The same.',
  'dynamodb:UpdateContinuousBackups': 'Point-in-time recovery has changed: DynamoDB Local has none.',
  'iam:UpdateAssumeRolePolicy': 'Who may assume the functions’ roles has changed.',
};
