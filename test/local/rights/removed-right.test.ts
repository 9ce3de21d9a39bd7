import { type Right, shortResource } from '../../../stacks/rights/allowed-rights';
import type { PolicyDocument } from '../../../stacks/rights/roles-of';
import { FUNCTIONS } from '../../support/access-patterns';
import { distinct, exercise, isSame, rightFor } from './support/exercise';
import { type RightsTest, startRightsTest } from './support/rights-test';

let rights: RightsTest;

beforeAll(async () => {
  rights = await startRightsTest();
});

afterAll(() => rights.close());

/** Each right that a function uses, with an access pattern that uses it. */
const uses = FUNCTIONS.flatMap(([functionName, patterns]) =>
  distinct(patterns.flatMap(({ requests }) => requests.map(rightFor))).map((right) => {
    const pattern = patterns.find(({ requests }) => requests.map(rightFor).some((one) => isSame(one, right)));
    return { functionName, right, pattern, action: right.action, resource: right.resource };
  }),
);

test.each(uses)(
  'without $action on $resource the test of $functionName fails, and names it with what would grant it',
  async ({ functionName, right, pattern }) => {
    if (!pattern) throw new Error('no access pattern uses it');
    const role = rights.roleOf(functionName);
    for (const { name, document } of role.policies)
      await rights.putPolicy(role.name, name, without(document, right, rights.tableArn));
    try {
      await expect(exercise(rights, functionName, pattern)).rejects.toThrow(
        expect.objectContaining({
          message: expect.stringMatching(
            new RegExp(
              `denied:\n  ${right.action} on ${right.resource}\n(.*\n)*  table\\.grant(.*\n)*.*"Effect": "Allow"`,
            ),
          ),
        }),
      );
    } finally {
      for (const { name, document } of role.policies) await rights.putPolicy(role.name, name, document);
    }
  },
);

/** The document as it would be, had the right not been granted. */
function without(document: PolicyDocument, right: Right, tableArn: string): PolicyDocument {
  const statements = document.Statement.map((statement) => {
    const isOfResource = shortResource(String(statement.Resource), tableArn) === right.resource;
    const actions = [statement.Action ?? []].flat().filter((action) => !isOfResource || action !== right.action);
    return { ...statement, Action: actions };
  });
  return { ...document, Statement: statements.filter(({ Action }) => Action.length > 0) };
}
