import type { FileProblem } from '../../protocol/settings';
import { backoff } from './backoff';

/** What the stream tells. */
export interface Told {
	/** Look when it suits: something changed, or the line broke. */
	onTold(): void;
	/** The line stands (again): look at once. */
	onBack(): void;
	/** To admins: files of the shop that can't be written. */
	onFiles(problems: FileProblem[]): void;
}

/** The stream by which the server says that there is something to pull. Returns what ends it. */
export function listenToServer({ onTold, onBack, onFiles }: Told): () => void {
	let source: EventSource;
	let reopening: ReturnType<typeof setTimeout> | undefined;
	let failures = 0;
	const open = () => {
		source = new EventSource('/api/events');
		source.addEventListener('changed', onTold);
		source.addEventListener('files', ({ data }: MessageEvent<string>) =>
			onFiles((JSON.parse(data) as { problems: FileProblem[] }).problems)
		);
		source.addEventListener('open', () => {
			failures = 0;
			onBack();
		});
		source.addEventListener('error', () => {
			onTold();
			// A broken line the browser mends by itself; what was refused or was no stream it gives up.
			if (source.readyState === EventSource.CLOSED)
				reopening = setTimeout(open, backoff(++failures, Math.random()));
		});
	};
	open();
	return () => {
		clearTimeout(reopening);
		source.close();
	};
}
