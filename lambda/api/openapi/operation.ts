import type { ProblemCode } from '../problems';
import type { QueryParameter } from './parameters';
import type { SchemaName } from './schemas';

/** What a person has to say of a route; the rest of its description in the OpenAPI document follows from it. */
export interface Operation {
  /** The name that a generated client calls it by. */
  id: string;
  /** The heading that it stands under. */
  tag: string;
  summary: string;
  description?: string;
  query?: readonly QueryParameter[];
  body?: Content;
  patch?: Content;
  ifMatch?: 'required' | 'optional';
  /** What it answers where all went well, by status. */
  answers: Partial<Record<200 | 201 | 204, Answer>>;
  /** What it can answer besides what a body, a condition or parameters bring with them. */
  problems: readonly ProblemCode[];
}

interface Content {
  schema: SchemaName;
  example: object;
}

interface Answer extends Partial<Content> {
  description: string;
  /**
   * It has a version, given as entity tag. A GET then answers 304 where the caller knows it: only for what the path is the
   * own key of, since a tag tells versions of one thing apart, and not two things.
   */
  versioned?: true;
  /** It names the address of what was made. */
  location?: true;
}
