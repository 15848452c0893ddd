/** Opens the device and keeps every state module fresh. Called once by the root layout, in the browser. */
export async function start(): Promise<void> {}
