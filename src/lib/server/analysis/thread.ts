import { parentPort } from 'node:worker_threads';
import { tasks, type TaskName } from './tasks';

/** The entry of the server's analysis thread: a message shell over the tasks. */
parentPort?.on('message', ({ id, name, input }: { id: number; name: TaskName; input: never }) => {
	try {
		parentPort?.postMessage({ id, value: tasks[name](input) });
	} catch (error) {
		parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
	}
});
