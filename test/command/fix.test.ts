import { describe, expect, test } from 'vitest';
import { folder, json, policy } from './command';

const key = (resource: string, extra = {}): string => json(policy({ Sid: 'Use', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/consumer' }, Action: 'kms:Decrypt', Resource: resource, ...extra }));
const alias = 'arn:aws:kms:eu-west-1:111122223333:alias/orders';
const broken = key(alias);
const mended = key('*');

describe('check --fix=repair', () => {
  test.each<[name: string, before: string | Buffer, after: string | Buffer]>([
    ['a plain file', broken, mended],
    ['CRLF', broken.replaceAll('\n', '\r\n'), mended.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${broken}`, `\uFEFF${mended}`],
    ['UTF-16', Buffer.from(`\uFEFF${broken}`, 'utf16le'), Buffer.from(`\uFEFF${mended}`, 'utf16le')],
    ['UTF-16, the higher byte first', Buffer.from(`\uFEFF${broken}`, 'utf16le').swap16(), Buffer.from(`\uFEFF${mended}`, 'utf16le').swap16()],
    ['odd formatting and characters elsewhere', broken.replace('"Use"', '"Ü 🔑"   ').replace(/\n$/, ''), mended.replace('"Use"', '"Ü 🔑"   ').replace(/\n$/, '')],
    ['an escaped attributes file', json({ Policy: broken }), json({ Policy: mended })],
    ['tabs', broken.replaceAll('  ', '\t'), mended.replaceAll('  ', '\t')],
  ])('%s: what is wrong is mended, everything around it stays', (_, before, after) => {
    const here = folder({ 'key.json': before });
    here.check('--fix=repair');
    expect(here.bytes('key.json')).toEqual(typeof after === 'string' ? Buffer.from(after) : after);
  });

  test('what is left is reported, with the positions of the new text', () => {
    const here = folder({ 'key.json': broken });
    const { code, out, err } = here.run(['check', '--fix=repair']);
    // Nobody administers that key, which no repair can mend.
    expect([code, err]).toEqual([1, '']);
    expect(out).toContain('kms-no-lockout');
    expect(out).toContain('1 fix applied');
    expect(out).not.toContain('kms-key-resource');
    expect(here.run(['check', '--fix=repair']).out).not.toContain('applied');
  });

  test('several files, and a file without a finding is not touched', () => {
    const here = folder({ 'a-key.json': broken, 'b-key.json': mended.replace(/\n/g, ' \n'), 'c-key.json': broken });
    expect(here.run(['check', '--fix=repair']).out).toContain('2 fixes applied');
    expect(here.read('b-key.json')).toBe(mended.replace(/\n/g, ' \n'));
    expect([here.read('a-key.json'), here.read('c-key.json')]).toEqual([mended, mended]);
  });
});

test('--fix alone leaves repairs, and says how to have them; without it nothing is written', () => {
  const here = folder({ 'key.json': broken });
  expect(here.run(['check', '--fix']).code).toBe(1);
  expect(here.run(['check']).out).toContain('1 can be mended with --fix=repair.');
  expect(here.read('key.json')).toBe(broken);
});

test('bytes that are no text are never written over', () => {
  const text = Buffer.from(broken);
  const at = text.indexOf('"Use"') + 4;
  const inexact = Buffer.concat([text.subarray(0, at), Buffer.from([0xff]), text.subarray(at)]);
  const here = folder({ 'key.json': inexact });
  const { code, err } = here.run(['check', '--fix=repair']);
  expect(code).toBe(2);
  expect(err).toContain('key.json: it is not valid UTF-8');
  expect(here.bytes('key.json').equals(inexact)).toBe(true);
});
