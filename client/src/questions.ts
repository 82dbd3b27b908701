/** Asking for several values in a row, with a way back and a way out. Pure: how a question is shown comes in as a function. */

/** By question name. What was left open is not in it. */
export type Answers = Readonly<Record<string, string | readonly string[]>>;

export interface Question {
  readonly name: string;
  readonly title: string;
  /** What stands in the text when it is left open. */
  readonly placeholder: string;
  /** Several values may be given, separated by spaces. */
  readonly repeatable?: boolean;
  /** A regular expression for the whole value. */
  readonly pattern?: string;
  readonly example?: string;
}

/** `rest`: the remaining ones are left open. `cancel`: nothing is done at all. */
export type Reply = { readonly kind: 'answer'; readonly value: string } | { readonly kind: 'back' } | { readonly kind: 'rest' } | { readonly kind: 'cancel' };

export interface Asked {
  readonly title: string;
  readonly question: Question;
  /** From 1. */
  readonly step: number;
  readonly totalSteps: number;
  /** What the box begins with. */
  readonly value: string;
}

export type Ask = (asked: Asked) => Promise<Reply>;

/**
 * Asks until no question is left. `questions` is asked anew after each answer, since an answer may bring or spare a question.
 * Returns undefined where the user gave up.
 */
export async function askAll(title: string, questions: (known: Answers) => Promise<readonly Question[]>, ask: Ask): Promise<Answers | undefined> {
  const given = new Map<string, { question: Question; value: string }>();
  /** The questions gone through, to find the way back. */
  const path: string[] = [];
  for (;;) {
    const all = await questions(toAnswers(given));
    const question = all.find(({ name }) => !path.includes(name));
    if (!question) return toAnswers(given, all);
    const value = given.get(question.name)?.value ?? valueOfSamePlaceholder(question, given) ?? '';
    const reply = await ask({ title, question, step: path.length + 1, totalSteps: Math.max(all.length, path.length + 1), value });
    if (reply.kind === 'cancel') return undefined;
    if (reply.kind === 'rest') return toAnswers(given, all);
    // A question that a later answer has spared is no place to go back to.
    if (reply.kind === 'back') while (path.length > 0 && !all.some(({ name }) => name === path.at(-1))) path.pop();
    if (reply.kind === 'back') path.pop();
    else {
      given.set(question.name, { question, value: reply.value.trim() });
      path.push(question.name);
    }
  }
}

/** Why a text is no answer; undefined where it is one. Nothing at all leaves the placeholder. */
export function problemOf({ pattern, example, repeatable }: Question, text: string): string | undefined {
  const values = valuesOf(text, repeatable);
  // It goes into a JSON string as it is.
  if (values.some((value) => /["\\\p{Cc}]/u.test(value))) return 'Quotes, backslashes and control characters do not belong here.';
  const wrong = pattern === undefined ? undefined : values.find((value) => !new RegExp(`^(?:${pattern})$`).test(value));
  return wrong === undefined ? undefined : `${wrong} has not the right form${example === undefined ? '' : `, for example ${example}`}.`;
}

function valuesOf(text: string, repeatable = false): string[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  return repeatable ? trimmed.split(/\s+/) : [trimmed];
}

/** Asked once, the value of a placeholder is proposed for every other question that has the same one. */
function valueOfSamePlaceholder(question: Question, given: ReadonlyMap<string, { question: Question; value: string }>): string | undefined {
  return [...given.values()].find((other) => other.question.placeholder === question.placeholder)?.value;
}

function toAnswers(given: ReadonlyMap<string, { question: Question; value: string }>, asked?: readonly Question[]): Answers {
  const answers: Record<string, string | readonly string[]> = {};
  for (const [name, { question, value }] of given) {
    if (asked !== undefined && !asked.some((other) => other.name === name)) continue;
    const values = valuesOf(value, question.repeatable);
    if (values.length > 0) answers[name] = question.repeatable ? values : values[0]!;
  }
  return answers;
}
