import type { FunctionCode } from './constructs/function';

/** The functions by name, each with the file that exports its `handler`, relative to the repository. */
export const FUNCTION_ENTRIES = {
  api: 'lambda/api/handler.ts',
  'membership-counter': 'lambda/membership-counter/handler.ts',
} as const;

export type FunctionName = keyof typeof FUNCTION_ENTRIES;

export const FUNCTION_NAMES = Object.keys(FUNCTION_ENTRIES) as FunctionName[];

/** The bundled functions. */
export type Functions = Record<FunctionName, FunctionCode>;
