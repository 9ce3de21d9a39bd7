import { LEDGER_PARTITION } from '../../table/ledger-keys';
import { matchesAction, matchesResource } from './patterns';
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
export function allowedRights(role: FunctionRole, tableArn: string): AllowedRight[] {
  return role.policies.flatMap(({ name, document }) =>
    document.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap((statement) => {
      // What a statement leaves out with NotAction or NotResource it allows for all the rest.
      const actions = [statement.Action ?? '*'].flat();
      const resources = [statement.Resource ?? '*'].flat();
      return actions.flatMap((action) =>
        resources.map((resource) => {
          const short = shortResource(resource, tableArn);
          const isLedger = short === 'table' && isOfLedger(statement);
          return { policy: name, action, resource: isLedger ? LEDGER : short, condition: statement.Condition };
        }),
      );
    }),
  );
}

/**
 * `table`, `table/index/<name>` or `stream` for what belongs to that table, so that the rights on the tables of two
 * deployments can be set beside each other; of a pattern that begins with the table's ARN the same, as `table*`; any other
 * resource as it is.
 */
export function shortResource(resource: string, tableArn: string): string {
  const part = resource.slice(tableArn.length);
  if (!resource.startsWith(tableArn) || !/^($|[/*?])/.test(part)) return resource;
  return part.startsWith('/stream/') ? 'stream' : `table${part}`;
}

/** The ARN, or the pattern of ARNs, that `shortResource` has made short. */
export const longResource = (resource: string, tableArn: string): string =>
  resource.replace(/^table(?=$|[/*?])/, tableArn);

/** Stands for the part of the table that holds the migrations' ledger: `connect()` reads it, and no access pattern. */
export const LEDGER = 'ledger';

/** Whether it is for items of the ledger alone, by a condition on the partition key. */
const isOfLedger = ({ Condition }: PolicyStatement): boolean =>
  Object.values(Object(Condition)).some((keys) =>
    [Object(keys)['dynamodb:LeadingKeys']].flat().every((pattern) => pattern === LEDGER_PARTITION),
  );

/** Whether it names more than one thing. */
export const isWide = ({ action, resource }: Right): boolean => /[*?]/.test(action + resource);

/** Whether what a statement allows has the right in it. */
export const allows = (allowed: Right, right: Right, tableArn: string): boolean =>
  matchesAction(allowed.action, right.action) &&
  matchesResource(longResource(allowed.resource, tableArn), longResource(right.resource, tableArn));

/** The same, where what is allowed on the whole table is also allowed on its ledger. */
export const covers = (allowed: Right, right: Right, tableArn: string): boolean =>
  allows(allowed, right, tableArn) ||
  (right.resource === LEDGER && allows(allowed, { ...right, resource: 'table' }, tableArn));
