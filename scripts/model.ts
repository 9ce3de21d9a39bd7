import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXIT, type Invocation, runCommand, wrongUsage } from './support/command';
import { bringUpToDate } from './support/model/document';
import { markdown } from './support/model/markdown';
import { mermaid } from './support/model/mermaid';
import type { Model } from './support/model/model';
import { readModel } from './support/model/read-model';
import { text } from './support/model/text';
import { workbench } from './support/model/workbench';

type ModelInvocation = Invocation<'format' | 'write' | 'json'>;

/** The model in each format: text to print, or with `workbench` a document, as `--json` has one. */
const FORMATS = {
  text,
  markdown,
  mermaid,
  workbench: (model: Model) => workbench(model, new Date()),
};

type Format = keyof typeof FORMATS;

void runCommand({
  name: 'model',
  summary: [
    'The data model as the entities in table/ declare it: keys, attributes, indexes, access patterns. It needs no',
    'deployment and starts nothing. workbench is a data model file that AWS NoSQL Workbench imports.',
  ].join('\n'),
  arguments: [],
  flags: {
    format: { type: 'string', value: 'FORMAT', description: `${Object.keys(FORMATS).join(', ')}; default: text` },
    write: { type: 'boolean', description: 'brings the generated parts of docs/data-model.md up to date' },
  },
  run: async (invocation) => {
    const format = formatIn(invocation);
    const model = readModel();
    if (invocation.has('write')) write(model, invocation);
    else print(format, model, invocation);
    return EXIT.done;
  },
});

function formatIn({ flags, has }: ModelInvocation): Format {
  const { format = 'text' } = flags;
  if (!isFormat(format)) {
    throw wrongUsage(
      { name: 'model' },
      `--format takes ${Object.keys(FORMATS).join(', ')}, not ${JSON.stringify(format)}.`,
    );
  }
  if (has('write') && flags.format !== undefined) throw wrongUsage({ name: 'model' }, '--write takes no --format.');
  if (has('json') && ['markdown', 'mermaid'].includes(format)) {
    throw wrongUsage({ name: 'model' }, `--json can't be --format ${format}: leave one of them out.`);
  }
  return format;
}

const isFormat = (word: string): word is Format => Object.hasOwn(FORMATS, word);

/** To stdout, also where a person reads it: it is what was asked for. `--json` has the model as data. */
function print(format: Format, model: Model, { has, output }: ModelInvocation): void {
  const printed = FORMATS[format](model);
  if (typeof printed !== 'string') process.stdout.write(`${JSON.stringify(printed, undefined, 2)}\n`);
  else if (has('json')) output.result(model);
  else process.stdout.write(printed);
}

function write(model: Model, { output }: ModelInvocation): void {
  const before = readFileSync(DOCUMENT, 'utf8');
  const after = bringUpToDate(before, model);
  const file = path.relative('', DOCUMENT);
  const changed = after !== before;
  if (changed) writeFileSync(DOCUMENT, after);
  output.say(`${output.styles.green('✓')} ${file} ${changed ? 'was brought up to date' : 'is up to date'}`);
  output.result({ file, changed });
}

const DOCUMENT = path.resolve(__dirname, '../docs/data-model.md');
