// Before the first paint: the theme that was chosen on this device. Without a choice the system's is kept.
try {
	const theme = localStorage.getItem('pop:theme');
	if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
	// Storage is refused: the system's theme stays.
}
