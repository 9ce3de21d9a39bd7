import type { Output } from '../output';
import type { Finding, Severity } from './finding';

/**
 * Tells the findings to a person: by area, what is to be done below what was found; last how many there are of each. What
 * is not as it should be is told with `--quiet`, too.
 */
export function tellFindings(findings: readonly Finding[], { say, warn, styles }: Output): void {
  for (const area of new Set(findings.map((finding) => finding.area))) {
    say(styles.bold(area));
    for (const finding of findings.filter((one) => one.area === area)) {
      const isFine = finding.severity === 'well' || finding.severity === 'note';
      describe(finding, styles).forEach(isFine ? (line) => say(line) : (line) => warn(line));
    }
  }
  say(summarise(findings));
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
