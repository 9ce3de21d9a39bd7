/** A stack as CDKTF synthesises it, as far as it says who may do what: blocks by type, then by name. */
export interface StackDocument {
  data?: Blocks;
  resource?: Blocks;
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** The arguments of a resource or a data source. */
export type Block = Readonly<Record<string, unknown>>;

/** Account and region that a stack is deployed to. */
export interface Place {
  /** Twelve digits. */
  accountId: string;
  region: string;
}
