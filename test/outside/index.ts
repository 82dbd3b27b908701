export { runOutside, type Fault, type Outcome, type RunOptions } from './run';
