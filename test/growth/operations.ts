/** What is asked of a document, each by itself. */
import { createPolicyLanguageService, defaultWorkspace, type PolicyLanguageService } from '../../server/src/service';

export interface Subject {
  readonly text: string;
  readonly file: string;
}

const strict = { ...defaultWorkspace, profile: 'strict' as const };

/** Made ready for one document: what is worked on comes before what is measured. */
type Operation = (service: PolicyLanguageService, subject: Subject) => () => unknown;

export const operations: Readonly<Record<string, Operation>> = {
  'reading and validating': (service, { text, file }) => () => service.validate(service.read(text, file, strict), strict),
  'a key typed': (service, { text, file }) => {
    service.validate(service.read(text, file, strict), strict);
    const middle = text.length >> 1;
    const after = `${text.slice(0, middle)}x${text.slice(middle)}`;
    return () => service.validate(service.read(after, file, strict), strict);
  },
  lenses: (service, { text, file }) => {
    const document = service.read(text, file, strict);
    return () => service.lenses(document, strict);
  },
  'hover, completion, outline and placeholders': (service, { text, file }) => {
    const document = service.read(text, file, strict);
    const middle = text.length >> 1;
    return () => [service.hover(document, middle, strict), service.complete(document, middle), service.symbols(document), service.placeholders(document)];
  },
  status: (service, { text, file }) => {
    const reports = service.validate(service.read(text, file, strict), strict);
    return () => service.status(reports);
  },
  'code actions': (service, { text, file }) => {
    const reports = service.validate(service.read(text, file, strict), strict);
    return () => service.codeActions(reports, { start: 0, end: text.length }, file);
  },
  'fixing all': (service, { text, file }) => () => service.fixAll(text, file, strict, new Set(['safe', 'repair'])),
};

/** Processor time in milliseconds; what other programs do beside it does not count. */
export function cost(operation: Operation, subject: Subject): number {
  // A service of its own, which has seen nothing before.
  const run = operation(createPolicyLanguageService(), subject);
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
