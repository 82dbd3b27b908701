/** Text of a document where people and programs read it: on a terminal, in a log, in an editor's messages. */

const PLAIN = /^[\x20-\x7e]*$/;
/** What does more than stand there: it moves a cursor, begins a line, turns the order of what follows, or is not seen at all. */
const SPECIAL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The text on one line, with every control and format character written as its escape in JSON. */
export function printable(text: string): string {
  return PLAIN.test(text) ? text : text.replace(SPECIAL, escaped);
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  // By UTF-16 units, as in JSON.
  return Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
}
