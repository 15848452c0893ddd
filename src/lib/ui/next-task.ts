/** Lets the browser draw and answer before the work goes on: what is done at once holds up typing. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
