import { createStyles } from '../../../scripts/support/colors';
import { showOutputs, valuesOf } from '../../../scripts/support/show-outputs';

const OUTPUTS = {
  api_url: { value: 'http://127.0.0.1:8100', sensitive: false },
  routes: { value: ['GET /a', 'GET /b'], sensitive: false },
  password: { value: 'secret', sensitive: true },
};

test('a person sees what is no string as JSON, and of what is sensitive the name alone', () => {
  const lines: string[] = [];
  showOutputs(OUTPUTS, { say: (line = '') => void lines.push(line), styles: createStyles({}, {}) });

  expect(lines).toEqual([
    '',
    'api_url = http://127.0.0.1:8100',
    'routes = ["GET /a","GET /b"]',
    'password = (sensitive)',
    '\nTry it:',
    '  curl http://127.0.0.1:8100/companies/Groundwork',
  ]);
});

test('a machine gets the bare values', () => {
  expect(valuesOf(OUTPUTS)).toEqual({
    api_url: 'http://127.0.0.1:8100',
    routes: ['GET /a', 'GET /b'],
    password: 'secret',
  });
});
