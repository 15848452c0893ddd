/**
 * Whether the page reacts yet: a button that the server drew does nothing before, one that the device draws does from the
 * start. Set by the root layout.
 */
export const live = $state({ now: globalThis.document?.querySelector('main') === null });
