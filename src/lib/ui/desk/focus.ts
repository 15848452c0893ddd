const REACHED =
	'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex="0"]';

/** What holds the focus, and where it stood: its parent and its index there, and so on outwards. */
interface Place {
	element: HTMLElement;
	path: { parent: HTMLElement; index: number }[];
}

function placeOf(element: HTMLElement): Place {
	const path: Place['path'] = [];
	let at = element;
	for (let parent = at.parentElement; parent; parent = at.parentElement) {
		path.push({ parent, index: [...parent.children].indexOf(at) });
		at = parent;
	}
	return { element, path };
}

const usable = (element: Element) =>
	element.isConnected &&
	element.matches(REACHED) &&
	element.getAttribute('tabindex') !== '-1' &&
	!element.closest('[inert]') &&
	element.getClientRects().length > 0;

const follows = (element: Node, mark: Node) =>
	(mark.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

/** Where the work was when a dialog opened. */
const openers = new WeakMap<Element, Place>();

/**
 * The control itself, else the next one in its dialog or page, else the one before, else the page's heading. Of a dialog
 * that closed, where the work was before it.
 */
function nearest({ element, path }: Place): HTMLElement | null {
	if (usable(element)) return element;
	const closed = path.find(
		({ parent }) => parent instanceof HTMLDialogElement && !parent.isConnected
	)?.parent;
	if (closed) {
		const opener = openers.get(closed);
		return opener ? nearest(opener) : heading();
	}
	const last = path.find(({ parent }) => parent.isConnected);
	const frame = last?.parent.closest<HTMLElement>('dialog, main') ?? document.querySelector('main');
	if (!last || !frame) return null;
	const controls = [...frame.querySelectorAll<HTMLElement>(REACHED)].filter(usable);
	/** What stands there now; nothing where the last one went. */
	const mark = element.isConnected ? element : last.parent.children[last.index];
	const next = controls.findIndex((control) =>
		mark
			? control === mark || follows(control, mark)
			: follows(control, last.parent) && !last.parent.contains(control)
	);
	const found = next < 0 ? controls.at(-1) : controls[next];
	return found ?? heading();
}

function heading(): HTMLElement | null {
	const found = document.querySelector('h1');
	if (found) found.tabIndex = -1;
	return found;
}

/**
 * For who works by keyboard: where the control with the focus goes, moves or becomes disabled, the focus passes to the
 * nearest one instead of to nobody. A message outside the page gives it back to where the work was.
 */
export function keepFocus(): { forget(): void; stop(): void } {
	let held: Place | undefined;
	/** The last place in a dialog or in the page. */
	let work: Place | undefined;
	let byKey = false;
	let passed = false;
	let frame = 0;

	function forget(): void {
		held = work = undefined;
	}
	function remember(): void {
		const { activeElement } = document;
		if (!byKey || !(activeElement instanceof HTMLElement) || activeElement === document.body) return;
		const dialog = activeElement.closest('dialog');
		if (dialog && work && !openers.has(dialog) && !dialog.contains(work.element)) openers.set(dialog, work);
		held = placeOf(activeElement);
		if (dialog ?? activeElement.closest('main')) work = held;
	}
	function press(event: KeyboardEvent): void {
		// A key that is still down from the control before must not press the next one.
		if (event.repeat && passed) return event.preventDefault();
		passed = false;
		byKey = true;
		remember();
	}
	function point(): void {
		byKey = false;
		held = undefined;
	}
	function check(): void {
		const { activeElement } = document;
		const lost = activeElement === document.body || activeElement?.matches(':disabled');
		if (!held || !lost || !document.hasFocus()) return;
		const place = held.element.isConnected || held === work ? held : work;
		const next = place && nearest(place);
		passed = next !== held.element;
		next?.focus();
	}

	/** In the next frame: who knows better where the focus belongs has given it by then. */
	const changes = new MutationObserver(() => {
		if (!held) return;
		cancelAnimationFrame(frame);
		frame = requestAnimationFrame(check);
	});
	changes.observe(document.body, {
		childList: true,
		subtree: true,
		attributeFilter: ['disabled', 'hidden', 'inert']
	});
	document.addEventListener('keydown', press, true);
	document.addEventListener('focusin', remember);
	document.addEventListener('pointerdown', point, true);
	return {
		forget,
		stop() {
			changes.disconnect();
			cancelAnimationFrame(frame);
			document.removeEventListener('keydown', press, true);
			document.removeEventListener('focusin', remember);
			document.removeEventListener('pointerdown', point, true);
		}
	};
}
