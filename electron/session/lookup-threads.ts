/**
 * Threads of libuv's pool. Lookups (getaddrinfo) may take half of them, rounded up: of the usual 4 two, so that with silent
 * resolvers the third name of a site would wait until a stuck one gives up, long past its own deadline. 24 let 12 lookups wait
 * side by side, more names than a profile has. A thread that does nothing costs some KiB.
 */
const POOL_SIZE = 24;

/**
 * Makes room for many name lookups at once. Only has effect before the pool is first used, which is by the first lookup, file or
 * key operation: so each host calls it as its first statement. A size that the user set stays.
 */
export function makeRoomForLookups(environment: NodeJS.ProcessEnv = process.env): void {
  environment['UV_THREADPOOL_SIZE'] ??= String(POOL_SIZE);
}
