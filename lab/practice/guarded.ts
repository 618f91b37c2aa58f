/**
 * Wraps a listener so that a fault in it costs its own connection and nothing else: an embedded server must not take the
 * process down.
 */
export function guarded<A extends unknown[]>(
  stream: { destroy(): unknown },
  listener: (...args: A) => void,
): (...args: A) => void {
  return (...args) => {
    try {
      listener(...args);
    } catch {
      // Whatever a peer provoked, it is the peer's connection that ends.
      stream.destroy();
    }
  };
}
