export { detect, PLANTED, type Detected } from './planted';
export { runOutside, type Fault, type Outcome, type RunOptions } from './run';
