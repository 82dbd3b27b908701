import type { CheckReport } from '../report';

/** The report itself, version 1; its shape is documented in the README and changes only with the version. */
export function formatJson(report: CheckReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
