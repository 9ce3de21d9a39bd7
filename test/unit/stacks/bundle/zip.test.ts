import { unzipSync } from 'fflate';
import { zipFunction } from '../../../../stacks/bundle/zip';

const text = (content: string) => new TextEncoder().encode(content);

test('files are zipped in the order of their names, whatever order they come in', () => {
  const zip = zipFunction({ b: text('second'), a: text('first') });
  expect(Buffer.from(zip).equals(zipFunction({ a: text('first'), b: text('second') }))).toBe(true);
  expect(Object.keys(unzipSync(zip))).toEqual(['a', 'b']);
});

test('an entry is a regular file of 1 January 1980 that everyone may read', () => {
  const zip = Buffer.from(zipFunction({ a: text('content') }));
  const directory = zip.subarray(zip.indexOf('PK\u0001\u0002'));
  // Offsets in a central directory header: PKWARE's APPNOTE.TXT, 4.3.12.
  expect(directory.readUInt8(5)).toBe(3);
  expect(directory.readUInt16LE(12)).toBe(12 << 11);
  expect(directory.readUInt16LE(14)).toBe((1 << 5) | 1);
  expect((directory.readUInt32LE(38) >>> 16).toString(8)).toBe('100644');
});
