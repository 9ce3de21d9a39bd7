import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openStore } from '../../../../local/aws/store';
import { temporaryDirectory } from './stand-in';

const { directory, remove } = temporaryDirectory();
const file = path.join(directory, 'things.json');
const open = (layout = 1) =>
  openStore<{ things: string[] }>({ directory, name: 'things', layout, empty: { things: [] } });

afterEach(() => rmSync(file, { force: true, recursive: true }));
afterAll(remove);

test('begins empty, and finds again what was changed', () => {
  const store = open();
  expect(store.read()).toEqual({ things: [] });
  expect(store.change((state) => state.things.push('one'))).toBe(1);
  expect(store.read()).toEqual({ things: ['one'] });
  expect(open().read()).toEqual({ things: ['one'] });
});

test('a change that throws leaves memory and file as they were', () => {
  const store = open();
  store.change((state) => state.things.push('one'));
  const before = readFileSync(file, 'utf8');
  expect(() =>
    store.change((state) => {
      state.things.push('two');
      throw new Error('refused');
    }),
  ).toThrow('refused');
  expect(store.read()).toEqual({ things: ['one'] });
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('a write that fails leaves the state as it was, and no half-written file', () => {
  const store = open();
  store.change((state) => state.things.push('one'));
  rmSync(file);
  // A folder in the file's place: the new state can be written, but not moved there.
  mkdirSync(path.join(file, 'inside'), { recursive: true });
  expect(() => store.change((state) => state.things.push('two'))).toThrow(
    expect.objectContaining({ code: 'state-not-written', message: expect.stringContaining('things.json') }),
  );
  expect(store.read()).toEqual({ things: ['one'] });
  expect(readdirSync(directory).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test.each([
  ['half of a file', '{"layout":1,"sta'],
  ['another document', '[]'],
  ['a state that is none', '{"layout":1,"state":null}'],
])('refuses %s, and names the remedy', (_, content) => {
  writeFileSync(file, content);
  expect(() => open()).toThrow(
    expect.objectContaining({ code: 'state-layout', message: expect.stringContaining('yarn local reset') }),
  );
});

test.each([1, 3])('layout 2 does not read layout %i', (layout) => {
  open(layout).change((state) => state.things.push('one'));
  expect(() => open(2)).toThrow(
    expect.objectContaining({ code: 'state-layout', message: expect.stringContaining(`has layout ${layout}`) }),
  );
});
