import { AwsFault } from '../../protocols/fault';

/**
 * The bytes that a Range header asks for, first and last, both included: `bytes=0-99`, `bytes=100-` or `bytes=-100`.
 * Terraform reads its state in ranges of 5 MB. Throws InvalidRange for one that has nothing of the object.
 */
export function resolveRange(header: string, length: number): { first: number; last: number } {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  const isSuffix = from === '';
  const first = isSuffix ? Math.max(length - Number(to), 0) : Number(from);
  const last = isSuffix || to === '' ? length - 1 : Math.min(Number(to), length - 1);
  if ((from === '' && to === '') || first > last) {
    throw new AwsFault('InvalidRange', `The requested range is not satisfiable: ${header} of ${length} bytes`, 416);
  }
  return { first, last };
}
