const PREFIX = 'pop-app-';

/** The cache that holds one version of the app. */
export const appCache = (version: string) => PREFIX + version;

/**
 * The caches to delete once `version` runs, of all names in the order they were made: every other version but the
 * newest, which an open tab may still be running.
 */
export function outdated(names: readonly string[], version: string): string[] {
	return names.filter((name) => name.startsWith(PREFIX) && name !== appCache(version)).slice(0, -1);
}
