import { nextVersion } from '../../../../table/foundation/versions';

test('the version after one is the next whole number', () => {
  expect(nextVersion('Company Acme', 1)).toBe(2);
});

test.each([0, -1, 1.5, Number.NaN, 2 ** 53])(
  'a change of version %s is refused as one that there never was',
  (version) => {
    expect(() => nextVersion('Company Acme', version)).toThrow(
      expect.objectContaining({
        code: 'version-mismatch',
        message: `Company Acme never was in version ${version}: versions are whole numbers from 1. Give the one that was read.`,
      }),
    );
  },
);
