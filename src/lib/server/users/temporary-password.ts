import { randomInt } from 'node:crypto';

/** Without characters that are mistaken for another when read out or copied by hand. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password to tell somebody: four groups of four, 79 bits. */
export function temporaryPassword(): string {
	const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
	return Array.from({ length: 4 }, group).join('-');
}
