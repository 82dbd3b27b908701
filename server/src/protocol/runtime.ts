/** The only door to the platform. */
export interface Runtime {
  /** The text of a file, or undefined where there is none. */
  read(uri: string): Promise<string | undefined>;
  /** Runs the task once the messages that have arrived are handled. */
  defer(task: () => void): void;
  /** Runs the task after so many milliseconds. */
  after(milliseconds: number, task: () => void): void;
}
