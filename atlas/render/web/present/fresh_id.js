/** Something short that nothing else is called. */
export const freshId = () => Math.random().toString(36).slice(2, 10);
