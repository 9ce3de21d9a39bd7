import path from 'node:path';
import { buildBundle } from '../../../stacks/bundle/build';
import { ACCESS_PATTERNS } from '../../../table/model';

const repository = path.resolve(__dirname, '../../..');

test('a function carries the access patterns that it uses, and of their descriptions nothing', async () => {
  const { files, inputs } = await buildBundle({ name: 'api', entry: 'lambda/api/handler.ts', repository });
  const text = Buffer.from(files['index.mjs'] ?? []).toString();
  expect(inputs).toContain('table/patterns/get-company.ts');
  expect(inputs).not.toContain('table/model.ts');
  expect(inputs).not.toContain('table/rights.ts');
  expect(ACCESS_PATTERNS.filter(({ summary }) => text.includes(summary))).toEqual([]);
});
