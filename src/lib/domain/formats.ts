/** Makes formats of a kind, one a locale: making one costs a hundred times what using it does. */
function byLocale<T>(make: (locale: string) => T): (locale: string) => T {
	const made = new Map<string, T>();
	return (locale) => {
		let format = made.get(locale);
		if (format === undefined) made.set(locale, (format = make(locale)));
		return format;
	};
}

/** Formats of numbers that share their options, by locale. */
export const numberFormats = (options?: Intl.NumberFormatOptions) =>
	byLocale((locale) => new Intl.NumberFormat(locale, options));

/** Formats of days of the shop's own calendar, which are UTC's in code, by locale. */
export const dayFormats = (options: Intl.DateTimeFormatOptions) =>
	byLocale((locale) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }));
