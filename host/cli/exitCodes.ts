/** What the process answers with (SCENARIO.md, "Command line"). */
export const EXIT = { done: 0, fault: 1, input: 2, interrupted: 3 } as const;
