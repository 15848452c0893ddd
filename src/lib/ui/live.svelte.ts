/** Whether the page reacts yet: a button that the server drew does nothing before. Set by the root layout. */
export const live = $state({ now: false });
