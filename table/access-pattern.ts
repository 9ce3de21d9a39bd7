import type { IndexName } from './table';

/**
 * What one access pattern asks of the table: the rights of a function follow from it, and so do the tables of the data
 * model. A description stands beside its function in table/patterns/; it is a literal, so that a bundle leaves it out.
 */
export interface AccessPattern {
  /** The name of the function. */
  name: string;
  /** One sentence, with a full stop. */
  summary: string;
  /** Every kind of request that it can make, whichever of them one call makes. */
  requests: readonly AccessRequest[];
}

/** One kind of request. */
export interface AccessRequest {
  /** The action that IAM checks, without `dynamodb:`. A transaction is checked as the actions of its parts. */
  action:
    | 'GetItem'
    | 'BatchGetItem'
    | 'Query'
    | 'Scan'
    | 'PutItem'
    | 'UpdateItem'
    | 'DeleteItem'
    | 'BatchWriteItem'
    | 'ConditionCheckItem';
  /** The name of the entity, as items carry it in `_et`. */
  entity: string;
  /** Where it is not the table itself that is read. */
  index?: IndexName;
  /** Which items, e.g. `pk = company#{companyName} and begins_with(sk, user#)`. */
  key: string;
  /** Whether it is a part of a transaction; the parts of one stand one after another. */
  transaction?: true;
}
