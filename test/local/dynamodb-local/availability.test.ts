import { availability } from '../../../local/dynamodb/availability';

const environment = { ...process.env };

afterEach(() => {
  process.env = { ...environment };
});

test('tells no reason against a way that is possible', async () => {
  expect(await availability()).toEqual({});
});

test('tells the reason against Java where there is none', async () => {
  delete process.env.JAVA_HOME;
  process.env.PATH = '/nowhere';

  expect(await availability()).toEqual({ java: 'no java, neither by JAVA_HOME nor on PATH' });
});
