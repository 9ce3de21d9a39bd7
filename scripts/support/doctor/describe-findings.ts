import type { Output } from '../output';
import type { Finding, Severity } from './finding';

/** The findings as lines for a person: by area, what is to be done below what was found; last how many there are of each. */
export function describeFindings(findings: readonly Finding[], styles: Output['styles']): string[] {
  const areas = [...new Set(findings.map(({ area }) => area))];
  return [
    ...areas.flatMap((area) => [
      styles.bold(area),
      ...findings.filter((finding) => finding.area === area).flatMap((finding) => describe(finding, styles)),
    ]),
    summarise(findings),
  ];
}

const MARKS: Record<Severity, { mark: string; style: 'green' | 'dim' | 'yellow' | 'red' }> = {
  well: { mark: '✓', style: 'green' },
  note: { mark: '–', style: 'dim' },
  drift: { mark: '!', style: 'yellow' },
  broken: { mark: '✗', style: 'red' },
};

function describe({ severity, what, remedy }: Finding, styles: Output['styles']): string[] {
  const { mark, style } = MARKS[severity];
  const lines = [`  ${styles[style](mark)} ${indent(what)}`];
  return remedy ? [...lines, `    ${styles.dim('→')} ${indent(remedy)}`] : lines;
}

const indent = (text: string): string => text.trim().replaceAll('\n', '\n      ');

function summarise(findings: readonly Finding[]): string {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const [brokenOnes, drifted] = [count('broken'), count('drift')];
  if (brokenOnes + drifted === 0) return 'All is well.';
  const parts = [brokenOnes > 0 && `${brokenOnes} broken`, drifted > 0 && `${drifted} not as declared`];
  return `Found: ${parts.filter(Boolean).join(', ')}.`;
}
