/** Terms of SMT-LIB over texts, and the languages of a caller's fields. */
export type Term = string;

export const quote = (text: string): Term => `"${text.replace(/"/g, '""')}"`;

/**
 * Terms that ask of one field alone whether it is in a language. What is said of one field by several of them is said in one: the solver takes a
 * second for three languages of twelve digits, and a tenth of it for their intersection.
 */
export const languages = new Map<Term, { readonly field: Term; readonly language: Term }>();

export function isIn(field: Term, language: Term, text = `(str.in_re ${field} ${language})`): Term {
  if (/^[a-z]\w*$/.test(field)) languages.set(text, { field, language });
  return text;
}

export const equals = (text: Term, wanted: string): Term => isIn(text, `(str.to_re ${quote(wanted)})`, `(= ${text} ${quote(wanted)})`);

/** The same terms, those about one field in one. */
export function merged(terms: readonly Term[], operator: 're.union' | 're.inter'): Term[] {
  const byField = new Map<Term, Term[]>();
  const rest: Term[] = [];
  for (const term of new Set(terms)) {
    const found = languages.get(term);
    if (found) byField.set(found.field, [...(byField.get(found.field) ?? []), term]);
    else rest.push(term);
  }
  return [...rest, ...[...byField].map(([field, some]) => (some.length === 1 ? some[0]! : isIn(field, `(${operator} ${some.map((term) => languages.get(term)!.language).join(' ')})`)))];
}

export const any = (terms: readonly Term[]): Term => (terms.includes('true') ? 'true' : join('or', merged(terms.filter((term) => term !== 'false'), 're.union'), 'false'));
export const all = (terms: readonly Term[]): Term => (terms.includes('false') ? 'false' : join('and', merged(terms.filter((term) => term !== 'true'), 're.inter'), 'true'));

export function not(term: Term): Term {
  if (term === 'true' || term === 'false') return term === 'true' ? 'false' : 'true';
  const found = languages.get(term);
  return found ? isIn(found.field, `(re.comp ${found.language})`) : term.startsWith('(not ') ? term.slice(5, -1) : `(not ${term})`;
}

export const join = (operator: string, terms: readonly Term[], none: Term): Term => (terms.length === 0 ? none : terms.length === 1 ? terms[0]! : `(${operator} ${terms.join(' ')})`);
export const glue = (...parts: readonly Term[]): Term => `(str.++ ${parts.join(' ')})`;
export const truth = (holds: boolean): Term => (holds ? 'true' : 'false');

export const NOT_COLON = '(re.diff re.allchar (str.to_re ":"))';
const DIGIT = '(re.range "0" "9")';
const WORD = '(re.union (re.range "a" "z") (re.range "A" "Z") (re.range "0" "9") (str.to_re "_") (str.to_re "+") (str.to_re "=") (str.to_re ",") (str.to_re ".") (str.to_re "@") (str.to_re "-"))';
const LOWER = '(re.union (re.range "a" "z") (re.range "0" "9") (str.to_re "-"))';
export const LANGUAGES: Readonly<Record<string, string>> = {
  account: `((_ re.loop 12 12) ${DIGIT})`,
  path: '(re.* (re.++ (re.+ (re.diff (re.range "!" "~") (str.to_re "/"))) (str.to_re "/")))',
  name: `(re.+ ${WORD})`,
  session: `(re.+ ${WORD})`,
  role_id: '(re.++ (str.to_re "AROA") ((_ re.loop 16 16) (re.union (re.range "A" "Z") (re.range "0" "9"))) (re.* (re.union (re.range "A" "Z") (re.range "0" "9"))))',
  user_id: '(re.++ (str.to_re "AIDA") ((_ re.loop 16 16) (re.union (re.range "A" "Z") (re.range "0" "9"))) (re.* (re.union (re.range "A" "Z") (re.range "0" "9"))))',
  source_service: `(re.+ ${LOWER})`,
  source_region: `(re.* ${LOWER})`,
  source_rest: '(re.+ (re.range "!" "~"))',
  source_account: `((_ re.loop 12 12) ${DIGIT})`,
  organization: `(re.++ (str.to_re "o-") ((_ re.loop 10 10) (re.union (re.range "a" "z") ${DIGIT})) (re.* (re.union (re.range "a" "z") ${DIGIT})))`,
  path_rest: `(re.+ (re.union ${LOWER} (str.to_re "/")))`,
  via: `(re.+ ${LOWER})`,
  text: '(re.+ (re.range "!" "~"))',
};

export function pattern(text: string, wild = 're.allchar'): Term {
  const parts = text.split(/([*?])/).filter((part) => part !== '').map((part) => (part === '*' ? `(re.* ${wild})` : part === '?' ? wild : `(str.to_re ${quote(part)})`));
  return join('re.++', parts, '(str.to_re "")');
}

export const matchesGlob = (glob: string, text: string): boolean => new RegExp(`^${glob.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^]*').replace(/\?/g, '[^]')}$`).test(text);

/** The texts of an Arn's first five parts and of the rest. */
export function segments(text: string): string[] {
  const parts = text.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
