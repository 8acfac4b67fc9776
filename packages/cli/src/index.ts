/** The command line as a function: `main(argv, io)` answers with an exit code. */
export type { Io } from './io.ts'
export { main } from './main.ts'
