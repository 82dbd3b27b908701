import { describe, expect, it } from 'vitest';
import { askAll, problemOf, type Answers, type Asked, type Question, type Reply } from '../../../client/src/questions';

const account: Question = { name: 'account', title: 'Account id', placeholder: '<account-id>', pattern: '^\\d{12}$', example: '111122223333' };
const source: Question = { name: 'source-arn', title: 'Source', placeholder: '<source-arn>' };
const sourceAccount: Question = { name: 'source-account', title: 'Source account', placeholder: '<account-id>' };
const roles: Question = { name: 'consumer-role', title: 'Roles', placeholder: '<consumer-role-arn>', repeatable: true };

const answer = (value: string): Reply => ({ kind: 'answer', value });

/** Asks with replies given in advance; returns the answers and what was shown. */
async function ask(questions: (known: Answers) => readonly Question[], replies: readonly Reply[]): Promise<{ answers: Answers | undefined; asked: Asked[] }> {
  const asked: Asked[] = [];
  const left = [...replies];
  const answers = await askAll('New', async (known) => questions(known), async (one) => {
    asked.push(one);
    return left.shift()!;
  });
  expect(left).toEqual([]);
  return { answers, asked };
}

describe('askAll', () => {
  it('asks each question once and leaves out what was not answered', async () => {
    const { answers, asked } = await ask(() => [account, source, roles], [answer('111122223333'), answer('  '), answer('a  b')]);
    expect(answers).toEqual({ account: '111122223333', 'consumer-role': ['a', 'b'] });
    expect(asked.map(({ step, totalSteps }) => [step, totalSteps])).toEqual([[1, 3], [2, 3], [3, 3]]);
  });

  it('asks what an answer brings up, and proposes the value that stands for the same placeholder', async () => {
    const questions = (known: Answers): Question[] => [account, source, ...(String(known['source-arn']).includes(':s3:') ? [sourceAccount] : [])];
    const { answers, asked } = await ask(questions, [answer('111122223333'), answer('arn:aws:s3:::orders'), answer('444455556666')]);
    expect(asked[2]).toMatchObject({ question: sourceAccount, value: '111122223333', step: 3, totalSteps: 3 });
    expect(answers).toEqual({ account: '111122223333', 'source-arn': 'arn:aws:s3:::orders', 'source-account': '444455556666' });
  });

  it('goes back, shows the answer given there, and asks what follows again', async () => {
    const { answers, asked } = await ask(() => [account, source], [answer('1'), { kind: 'back' }, answer('2'), answer('x')]);
    expect(asked.map(({ question, value }) => [question.name, value])).toEqual([['account', ''], ['source-arn', ''], ['account', '1'], ['source-arn', '']]);
    expect(answers).toEqual({ account: '2', 'source-arn': 'x' });
  });

  it('goes back past a question that is not asked any more', async () => {
    const questions = (known: Answers): Question[] => [account, ...(known['account'] === '1' && !('consumer-role' in known) ? [source] : []), roles, sourceAccount];
    const { asked } = await ask(questions, [answer('1'), answer('x'), answer('r'), { kind: 'back' }, { kind: 'cancel' }]);
    expect(asked.map(({ question }) => question.name)).toEqual(['account', 'source-arn', 'consumer-role', 'source-account', 'consumer-role']);
  });

  it('drops the answer to a question that is not asked any more', async () => {
    const questions = (known: Answers): Question[] => [account, ...(known['account'] === '1' ? [source] : [])];
    const { answers } = await ask(questions, [answer('1'), { kind: 'back' }, answer('1'), { kind: 'back' }, answer('2')]);
    expect(answers).toEqual({ account: '2' });
  });

  it('keeps what was answered where the rest is left open, and nothing where the user gives up', async () => {
    expect((await ask(() => [account, source], [answer('1'), { kind: 'rest' }])).answers).toEqual({ account: '1' });
    expect((await ask(() => [account, source], [answer('1'), { kind: 'cancel' }])).answers).toBeUndefined();
  });
});

describe('problemOf', () => {
  it('takes the right form and nothing at all', () => {
    expect(problemOf(account, '111122223333')).toBeUndefined();
    expect(problemOf(account, ' ')).toBeUndefined();
  });

  it('names the value that is wrong, and an example', () => {
    expect(problemOf(account, '1234')).toBe('1234 has not the right form, for example 111122223333.');
    expect(problemOf({ ...roles, pattern: 'arn:.+' }, 'arn:a b')).toBe('b has not the right form.');
  });

  it('refuses what would break the string it goes into', () => {
    for (const text of ['a"b', 'a\\b', 'a\tb']) expect(problemOf(source, text)).toMatch(/do not belong/);
  });
});
