import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inRange } from '../../../server/src/access';
import { addressesIn, EVERY_ADDRESS, holdsAddress, inBoth, PUBLIC_ADDRESSES, someAddress, without } from '../../../server/src/access/addressSets';
import { meetsAny } from '../../../server/src/access/anyValue';
import { compare } from '../../../server/src/access/conditionValues';
import { parseOperator } from '../../../server/src/aws';
import { readList } from '../../../server/src/policy';
import { findMember, parseJson, type ObjectNode } from '../../../server/src/syntax';

// Few bits vary, so that ranges meet, touch and hold one another.
const address = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 203, 255), fc.constantFrom(0, 1, 255), fc.nat(3), fc.nat(255)).map((bytes) => bytes.join('.')),
  fc.tuple(fc.constantFrom('', '2001:db8', 'ffff:ffff'), fc.nat(3)).map(([head, last]) => `${head}::${last.toString(16)}`),
);
const range = fc.oneof(address, fc.tuple(address, fc.nat(32)).map(([text, length]) => `${text}/${text.includes(':') ? 96 + length : length}`), fc.constantFrom('10.0.0.0/33', 'orders', '0.0.0.0/0', '::/0'));
const ranges = fc.array(range, { maxLength: 8 });

test('a set holds what one of its ranges holds', () => {
  fc.assert(fc.property(ranges, address, (texts, given) => holdsAddress(addressesIn(texts), given) === texts.some((text) => inRange(given, text))));
});

test('what is left, and what is in both', () => {
  fc.assert(
    fc.property(ranges, ranges, address, (some, others, given) => {
      const [one, other] = [addressesIn(some), addressesIn(others)];
      expect(holdsAddress(without(one), given)).toBe(!holdsAddress(one, given));
      expect(holdsAddress(inBoth(one, other), given)).toBe(holdsAddress(one, given) && holdsAddress(other, given));
      const found = someAddress(inBoth(one, without(other)));
      if (found !== undefined) expect([holdsAddress(one, found), holdsAddress(other, found)]).toEqual([true, false]);
    }),
  );
});

test('the ends of the address space', () => {
  expect(someAddress(without(EVERY_ADDRESS))).toBeUndefined();
  expect(someAddress(without(addressesIn(['0.0.0.0/1', '128.0.0.0/2', '192.0.0.0/3', '224.0.0.0/3', '::/0'])))).toBeUndefined();
  expect(someAddress(without(addressesIn(['0.0.0.0/0', '::/1'])))).toBe('8000:0:0:0:0:0:0:0');
  expect(['10.1.2.3', '172.31.255.255', '192.168.0.0', '127.0.0.1', '169.254.1.1', 'fd00::1', '::1'].filter((text) => holdsAddress(PUBLIC_ADDRESSES, text))).toEqual([]);
  expect(['9.255.255.255', '11.0.0.0', '172.32.0.0', '198.51.100.1', '2001:db8::1'].every((text) => holdsAddress(PUBLIC_ADDRESSES, text))).toBe(true);
});

const number = fc.oneof(fc.integer({ min: -2, max: 3 }).map(String), fc.constantFrom('1.5', '1e3', 'x', ''));
const date = fc.constantFrom('2026-01-01', '2026-01-01T00:00:00Z', '2026', '2026-06-30T12:00Z', '1767225600', 'never');
const operators = ['NumericEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals', 'DateEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals', 'IpAddress'];

test.each(operators)('%s: any of many values, as each by itself', (name) => {
  const operator = parseOperator(name).operator!;
  const text = operator.family === 'number' ? number : operator.family === 'date' ? date : fc.oneof(range, address);
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), text, (texts, given) => {
      const object = parseJson(JSON.stringify({ values: texts })).root as ObjectNode;
      const { values } = readList(findMember(object, 'values')!, true);
      return meetsAny(operator, values)(given) === values.some((value) => compare(operator, value, given, undefined).is === 'yes');
    }),
  );
});
