// For `node --require`: a disk that fails while a file of FAULTY_FOLDER is written. FAULTY_CALL says at which call (write, close, sync, rename), FAULTY_HOW
// with which error, or `kill`: the process ends there. A write has then done half of its work.
const fs = require('node:fs');
const { dirname, resolve } = require('node:path');

const { FAULTY_FOLDER: folder, FAULTY_CALL: call, FAULTY_HOW: how } = process.env;
const real = { ...fs };
const written = new Set();
const isHere = (path) => dirname(resolve(String(path))) === folder;

function fail() {
  if (how === 'kill') process.kill(process.pid, 'SIGKILL');
  throw Object.assign(new Error(`${how}: made for the test`), { code: how });
}

fs.openSync = (path, flags, ...rest) => {
  const file = real.openSync(path, flags, ...rest);
  if (isHere(path) && typeof flags === 'number' && (flags & 3) !== 0) written.add(file);
  return file;
};
fs.writeFileSync = (path, ...rest) => {
  if (!isHere(path)) return real.writeFileSync(path, ...rest);
  throw new Error('a file is truncated before it is written');
};
fs.writeSync = (file, data, at) => {
  if (!written.has(file) || call !== 'write') return real.writeSync(file, data, at);
  real.writeSync(file, data.subarray(at, at + ((data.length - at) >> 1)));
  return fail();
};
fs.fsyncSync = (file) => (written.has(file) && call === 'sync' ? fail() : real.fsyncSync(file));
fs.closeSync = (file) => {
  real.closeSync(file);
  if (written.delete(file) && call === 'close') fail();
};
fs.renameSync = (from, to) => (isHere(to) && call === 'rename' ? fail() : real.renameSync(from, to));
