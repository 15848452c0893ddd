import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { tasks, type TaskName } from './tasks';

// People go first where both want the processor. Elsewhere than on Linux this would be the whole process's priority.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);

/** The entry of the server's analysis thread: a message shell over the tasks. */
parentPort?.on('message', ({ id, name, input }: { id: number; name: TaskName; input: never }) => {
	try {
		parentPort?.postMessage({ id, value: tasks[name](input) });
	} catch (error) {
		parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
	}
});
