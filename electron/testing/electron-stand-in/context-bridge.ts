/**
 * What `contextBridge` does to a value on its way between a preload script and its page: everything is copied, functions and
 * promises are wrapped so that they cross again in both directions, of an error only the message passes, and what is none of
 * these does not pass at all (electron docs/api/context-bridge.md, "Parameter / Error / Return Type support").
 */
export function crossBridge(value: unknown): unknown {
  if (typeof value === 'function')
    return (...given: unknown[]) => {
      try {
        return crossBridge(Reflect.apply(value, undefined, given.map(crossBridge)));
      } catch (error) {
        throw crossError(error);
      }
    };
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'symbol') throw new Error('An object could not be cloned.');
    return value;
  }
  if (isPromise(value))
    return Promise.resolve(value).then(crossBridge, (error: unknown) => {
      throw crossError(error);
    });
  // Files are handed over as they are, still knowing where they came from.
  if (value instanceof Blob) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(crossBridge));
  if (isError(value)) return crossError(value);
  if (!isPlainObject(value)) throw new Error('An object could not be cloned.');
  return Object.freeze(
    Object.fromEntries(Object.entries(value).map(([key, member]) => [key, crossBridge(member)])),
  );
}

// The two worlds have their own globals, so that `instanceof` says nothing.
const isPromise = (value: object): value is Promise<unknown> =>
  'then' in value && typeof value.then === 'function';
const isError = (value: object): boolean => Object.prototype.toString.call(value) === '[object Error]';
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function crossError(error: unknown): Error {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return new Error(String(message));
}
