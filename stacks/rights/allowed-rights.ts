import { LEDGER_PARTITION } from '../../table/ledger-keys';
import type { FunctionRole, PolicyStatement } from './roles-of';

/** One thing that a role may do: an action on a resource. */
export interface Right {
  /** As `dynamodb:GetItem`. */
  action: string;
  /** ARN; of the stack's own table, in short: see `shortResource`. */
  resource: string;
}

/** A right as a statement of a policy has it, wildcards and all. */
export interface AllowedRight extends Right {
  /** Name of the policy. */
  policy: string;
  /** What a request has to meet, as the policy has it. */
  condition?: unknown;
}

/** All that the policies of a role allow, an action and a resource at a time. What they deny is none of it. */
export function allowedRights(role: FunctionRole, tableName: string): AllowedRight[] {
  return role.policies.flatMap(({ name, document }) =>
    document.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap((statement) => {
      // What a statement leaves out with NotAction or NotResource it allows for all the rest.
      const actions = [statement.Action ?? '*'].flat();
      const resources = [statement.Resource ?? '*'].flat();
      return actions.flatMap((action) =>
        resources.map((resource) => {
          const short = shortResource(resource, tableName);
          const isLedger = short === 'table' && isOfLedger(statement);
          return { policy: name, action, resource: isLedger ? LEDGER : short, condition: statement.Condition };
        }),
      );
    }),
  );
}

/**
 * `table`, `table/index/<name>` or `stream` for what belongs to that table, so that the rights on the tables of two
 * deployments can be set beside each other; any other resource as it is.
 */
export function shortResource(resource: string, tableName: string): string {
  const [, table, part = ''] = /^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/([^/]*)(\/.*)?$/.exec(resource) ?? [];
  if (table !== tableName) return resource;
  return part.startsWith('/stream/') ? 'stream' : `table${part}`;
}

/** Stands for the part of the table that holds the migrations' ledger: `connect()` reads it, and no access pattern. */
export const LEDGER = 'ledger';

/** Whether it is for items of the ledger alone, by a condition on the partition key. */
const isOfLedger = ({ Condition }: PolicyStatement): boolean =>
  Object.values(Object(Condition)).some((keys) =>
    [Object(keys)['dynamodb:LeadingKeys']].flat().every((pattern) => pattern === LEDGER_PARTITION),
  );

/** Whether it names more than one thing. */
export const isWide = ({ action, resource }: Right): boolean => /[*?]/.test(action + resource);

/** Whether what a statement allows has the right in it. The case of an action does not matter to IAM. */
export const allows = (allowed: Right, right: Right): boolean =>
  matches(allowed.action.toLowerCase(), right.action.toLowerCase()) && matches(allowed.resource, right.resource);

/** The same, where what is allowed on the whole table is also allowed on its ledger. */
export const covers = (allowed: Right, right: Right): boolean =>
  allows(allowed, right) || (right.resource === LEDGER && allows(allowed, { ...right, resource: 'table' }));

function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[\\^$.+()[\]{}|]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}
