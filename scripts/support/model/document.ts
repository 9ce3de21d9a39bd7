import { ScriptsError } from '../errors';
import { markdownAttributes, markdownDiagram, markdownIndexes, markdownKeys, markdownPatterns } from './markdown';
import type { Model } from './model';

/**
 * A Markdown document with its generated parts as the model has them now. A part stands between two comments, the first of
 * which says what it is and, where it is not all, of which entities or access patterns:
 *
 *     <!-- model: keys User Username -->
 *     <!-- /model -->
 *
 * @throws {ScriptsError} `unknown-model-part`, `unclosed-model-part`, `unknown-entity`, `unknown-access-pattern`
 */
export function bringUpToDate(document: string, model: Model): string {
  requireClosed(document);
  return document.replace(PART, (_, open: string, what: string, close: string) => {
    const [kind = '', ...names] = what.trim().split(/\s+/);
    const part = PARTS[kind];
    if (!part) throw unknown('model-part', kind, Object.keys(PARTS));
    return [open, part(model, names), close].join('\n\n');
  });
}

const PART = /(<!-- model: ([^>]*) -->)\n[\s\S]*?(<!-- \/model -->)/g;

const PARTS: Record<string, (model: Model, names: readonly string[]) => string> = {
  keys: (model, names) => markdownKeys(model, select('entity', model.entities, names)),
  attributes: markdownAttributes,
  indexes: markdownIndexes,
  patterns: (model, names) => markdownPatterns(model, select('access-pattern', model.accessPatterns, names)),
  diagram: markdownDiagram,
};

/** Those of these names, in the order of the names; all, where none is named. */
function select<Named extends { name: string }>(
  what: string,
  all: readonly Named[],
  names: readonly string[],
): readonly Named[] {
  if (names.length === 0) return all;
  return names.map((wanted) => {
    const found = all.find(({ name }) => name === wanted);
    if (found) return found;
    throw unknown(
      what,
      wanted,
      all.map(({ name }) => name),
    );
  });
}

function unknown(what: string, word: string, known: readonly string[]): ScriptsError {
  const words = what.replace('-', ' ');
  return new ScriptsError(
    `unknown-${what}`,
    `The document asks for the ${words} ${JSON.stringify(word)}, and there is none. There are ${known.join(', ')}.`,
  );
}

/** A part that is not closed would be left as it is for ever, or swallow the text up to the end of the next one. */
function requireClosed(document: string): void {
  let open: string | undefined;
  for (const [comment] of document.matchAll(/<!-- (?:model:[^>]*|\/model) -->/g)) {
    const opens = comment !== CLOSE;
    if (opens === (open !== undefined)) {
      throw new ScriptsError(
        'unclosed-model-part',
        opens
          ? `In the document ${open} is not closed before ${comment}. Put ${CLOSE} behind it.`
          : `In the document a ${CLOSE} closes nothing. Put <!-- model: … --> before it, or take it out.`,
      );
    }
    open = opens ? comment : undefined;
  }
  if (open)
    throw new ScriptsError('unclosed-model-part', `In the document ${open} is not closed. Put ${CLOSE} behind it.`);
}

const CLOSE = '<!-- /model -->';
