import type { Item } from './attribute-values';
import type { PartiqlStatement } from './partiql';

/** One permission that a call needs, and the part of the call that its context keys are read from. */
export interface Access {
  /** As `dynamodb:PutItem`. */
  action: string;
  /** ARN of the table, index or stream, or `*` for an action that has no resource. */
  resource: string;
  /** Name or ARN of the table whose items are read or written. */
  table?: string;
  index?: string;
  /** The items or keys that it gives in full. */
  items?: readonly Item[];
  /** The parameters that concern this table: expressions, Select, ReturnValues and the like. */
  parameters?: Record<string, unknown>;
  statement?: PartiqlStatement;
  /** The transaction that it is part of: TransactWriteItems, TransactGetItems or ExecuteTransaction. */
  enclosingOperation?: string;
}
