/** A run's id as it may be asked for: it names a file, so nothing else may stand in it. */
export const RUN_ID = /^[a-z0-9-]{1,80}$/;

export const isRunId = (text: string): boolean => RUN_ID.test(text);
