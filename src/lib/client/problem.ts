import type { Problem, ProblemCode } from '../protocol/problems';
import { problemStatus } from '../protocol/problems';

/** A call that the server refused or that never reached it (`unavailable`). */
export interface ProblemResult {
	ok: false;
	problem: Problem;
}

/** A refusal that the device itself knows: no request was made or none came back. */
export function problem(code: ProblemCode, detail: string): ProblemResult {
	return {
		ok: false,
		problem: { type: 'about:blank', title: code, status: problemStatus[code], code, detail }
	};
}

export const offline = (what: string) =>
	problem(
		'unavailable',
		`The shop cannot be reached. ${what} needs the connection; try again when it is back.`
	);
