/**
 * Cells for people's spreadsheets, which would run some as formulas: an apostrophe is put before every line of a cell that
 * begins with `= + - @`, their full-width forms or a tab, and before a cell that begins with a line end. A line that has
 * apostrophes before such a mark already gets one more, so that taking one away gives back exactly what was there.
 */

/** Added to the header of such a file, so that an import knows that one apostrophe is to be taken away. */
export const SPREADSHEET_MARK = 'pop: for spreadsheets';

const plainNumber = /^-\d+(?:\.\d+)?$/;
const dangerous = /^(?='*[=+\-@\t\r\n＝＋－＠])|(?<=[\r\n])(?='*[=+\-@\t＝＋－＠])/g;
const neutralised = /^'(?='*[=+\-@\t\r\n＝＋－＠])|(?<=[\r\n])'(?='*[=+\-@\t＝＋－＠])/g;

/** A cell that no spreadsheet takes for a formula; negative numbers stay numbers. */
export const neutralise = (cell: string): string =>
	plainNumber.test(cell) ? cell : cell.replace(dangerous, "'");

/** The cell that `neutralise` was given. */
export const restore = (cell: string): string => cell.replace(neutralised, '');
